// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Device.Gpio;
using System.Threading;

namespace SensorNode
{
    /// <summary>The status LED, or none.</summary>
    public sealed class StatusLight : IDisposable
    {
        private const int BlinkMilliseconds = 200;
        private const int GapMilliseconds = 1000;

        private readonly GpioController _controller;
        private readonly GpioPin _pin;
        private readonly bool _isActiveLow;

        /// <summary>Opens the pin.</summary>
        /// <param name="pin">GPIO of the LED; -1 for none.</param>
        /// <param name="isActiveLow">Whether a low level lights it.</param>
        public StatusLight(int pin, bool isActiveLow)
        {
            _isActiveLow = isActiveLow;
            if (pin >= 0)
            {
                _controller = new GpioController();
                _pin = _controller.OpenPin(pin, PinMode.Output);
                Set(false);
            }
        }

        /// <summary>Shows a signal: a state at once, a code by blinking it once through.</summary>
        /// <param name="signal">What to show.</param>
        public void Show(NodeSignal signal)
        {
            if (_pin == null)
            {
                return;
            }

            if (signal <= NodeSignal.Busy)
            {
                Set(signal == NodeSignal.Busy);
                return;
            }

            for (int i = 0; i < (int)signal; i++)
            {
                Set(true);
                Thread.Sleep(BlinkMilliseconds);
                Set(false);
                Thread.Sleep(BlinkMilliseconds);
            }

            Thread.Sleep(GapMilliseconds);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_pin != null)
            {
                _pin.Dispose();
                _controller.Dispose();
            }
        }

        private void Set(bool isLit)
        {
            _pin.Write(isLit != _isActiveLow ? PinValue.High : PinValue.Low);
        }
    }
}
