// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace NanoDtls.Fleet
{
    /// <summary>Curves over time, as SVG.</summary>
    internal static class Plot
    {
        private const int Width = 760;
        private const int Height = 380;

        private static readonly OxyColor[] s_colors = { OxyColor.FromRgb(0xC0, 0x39, 0x2B), OxyColor.FromRgb(0x1F, 0x6F, 0xB4), OxyColor.FromRgb(0x2E, 0x8B, 0x57) };
        private static readonly LineStyle[] s_styles = { LineStyle.Solid, LineStyle.Dash, LineStyle.Dot };

        /// <summary>Writes a plot.</summary>
        /// <param name="path">The file.</param>
        /// <param name="title">What it shows.</param>
        /// <param name="unit">Of the vertical axis.</param>
        /// <param name="curves">Names, and points of time in seconds and value.</param>
        public static void Write(string path, string title, string unit, params (string Name, IEnumerable<(double Seconds, double Value)> Points)[] curves)
        {
            // Every renderer has one of these fonts; opaque, so that it can be read on a dark page too.
            var model = new PlotModel
            {
                Title = title,
                TitleFontSize = 14,
                DefaultFont = "Helvetica, Arial, sans-serif",
                Background = OxyColors.White,
                Padding = new OxyThickness(8, 8, 24, 8),
            };
            model.Axes.Add(Axis(AxisPosition.Bottom, "seconds"));
            model.Axes.Add(Axis(AxisPosition.Left, unit));
            model.Legends.Add(new Legend
            {
                LegendPlacement = LegendPlacement.Outside,
                LegendPosition = LegendPosition.TopLeft,
                LegendOrientation = LegendOrientation.Horizontal,
                LegendItemSpacing = 40,
            });
            for (int i = 0; i < curves.Length; i++)
            {
                var series = new LineSeries
                {
                    Title = curves[i].Name,
                    Color = s_colors[i % s_colors.Length],
                    StrokeThickness = 2,
                    LineStyle = s_styles[i % s_styles.Length],
                };
                series.Points.AddRange(curves[i].Points.Select(point => new DataPoint(point.Seconds, point.Value)));
                model.Series.Add(series);
            }

            // Not all renderers know SVG's vertical alignment of text.
            var exporter = new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true, TextMeasurer = new WideText() };
            File.WriteAllText(path, exporter.ExportToString(model).ReplaceLineEndings("\n"));
        }

        private static LinearAxis Axis(AxisPosition position, string unit)
        {
            return new LinearAxis
            {
                Position = position,
                Title = unit,
                AxisTitleDistance = 8,
                Minimum = 0,
                MaximumPadding = 0.04,
                StringFormat = "#,0",
                MajorGridlineStyle = LineStyle.Dot,
            };
        }

        /// <summary>How many were done by when, in steps of which a plot shows no more than it can.</summary>
        public static IEnumerable<(double Seconds, double Value)> Cumulative(IReadOnlyList<double> doneAt)
        {
            const int Steps = 400;
            yield return (0, 0);
            int step = Math.Max(1, doneAt.Count / Steps);
            for (int i = 0; i < doneAt.Count; i += step)
            {
                yield return (doneAt[i], i);
                yield return (doneAt[i], i + 1);
            }

            yield return (doneAt.Count == 0 ? 0 : doneAt[^1], doneAt.Count);
        }

        /// <summary>Room for text in whatever font it will be drawn with: OxyPlot cuts off what is wider than it took it for.</summary>
        private sealed class WideText : PdfRenderContext
        {
            private const double Widest = 1.6;

            public WideText()
                : base(Width, Height, OxyColors.White)
            {
            }

            public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
            {
                OxySize size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
                return new OxySize(size.Width * Widest, size.Height);
            }
        }
    }
}
