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

        /// <summary>Writes a plot.</summary>
        /// <param name="path">The file.</param>
        /// <param name="title">What it shows.</param>
        /// <param name="unit">Of the vertical axis.</param>
        /// <param name="curves">Names, and points of time in seconds and value.</param>
        public static void Write(string path, string title, string unit, params (string Name, IEnumerable<(double Seconds, double Value)> Points)[] curves)
        {
            var model = new PlotModel { Title = title, TitleFontSize = 14, Background = OxyColors.White };
            model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "seconds", Minimum = 0, MajorGridlineStyle = LineStyle.Dot });
            model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = unit, Minimum = 0, MajorGridlineStyle = LineStyle.Dot });
            model.Legends.Add(new Legend { LegendPosition = LegendPosition.RightBottom, LegendBackground = OxyColors.White, LegendBorder = OxyColors.LightGray });
            for (int i = 0; i < curves.Length; i++)
            {
                var series = new LineSeries { Title = curves[i].Name, Color = s_colors[i % s_colors.Length], StrokeThickness = 2 };
                series.Points.AddRange(curves[i].Points.Select(point => new DataPoint(point.Seconds, point.Value)));
                model.Series.Add(series);
            }

            var exporter = new SvgExporter { Width = Width, Height = Height };
            File.WriteAllText(path, exporter.ExportToString(model).ReplaceLineEndings("\n"));
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
    }
}
