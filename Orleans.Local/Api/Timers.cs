using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>A timer of one activation; ends with it.</summary>
    public interface IGrainTimer : IDisposable
    {
        void Change(TimeSpan dueTime, TimeSpan period);
    }

    /// <summary>When a grain timer ticks, and how its ticks meet requests.</summary>
    public readonly struct GrainTimerCreationOptions()
    {
        [SetsRequiredMembers]
        public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this()
        {
            DueTime = dueTime;
            Period = period;
        }

        /// <summary>Until the first tick; infinite never starts it.</summary>
        public required TimeSpan DueTime { get; init; }

        /// <summary>From the end of a tick to the start of the next; infinite ticks once.</summary>
        public required TimeSpan Period { get; init; }

        /// <summary>Ticks may run while a request awaits.</summary>
        public bool Interleave { get; init; }

        /// <summary>Ticks count as use, so that the activation is not collected as idle.</summary>
        public bool KeepAlive { get; init; }
    }
}

namespace Orleans
{
    /// <summary>What grain code may ask of its activation.</summary>
    public static class GrainBaseExtensions
    {
        public static void DeactivateOnIdle(this IGrainBase grain) => ((Activation)grain.GrainContext).Deactivate(
            new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));

        public static IGrainTimer RegisterGrainTimer<TState>(
            this IGrainBase grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(callback);
            return new GrainTimer((Activation)grain.GrainContext, token => callback(state, token), options);
        }

        public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(callback);
            return new GrainTimer((Activation)grain.GrainContext, callback, options);
        }

        public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<Task> callback, GrainTimerCreationOptions options) =>
            grain.RegisterGrainTimer(static (run, _) => run(), callback, options);

        public static IGrainTimer RegisterGrainTimer<TState>(
            this IGrainBase grain, Func<TState, Task> callback, TState state, GrainTimerCreationOptions options) =>
            grain.RegisterGrainTimer(static (run, _) => run.callback(run.state), (callback, state), options);

        public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<Task> callback, TimeSpan dueTime, TimeSpan period) =>
            grain.RegisterGrainTimer(callback, new GrainTimerCreationOptions(dueTime, period));

        public static IGrainTimer RegisterGrainTimer(
            this IGrainBase grain, Func<CancellationToken, Task> callback, TimeSpan dueTime, TimeSpan period) =>
            grain.RegisterGrainTimer(callback, new GrainTimerCreationOptions(dueTime, period));

        public static IGrainTimer RegisterGrainTimer<TState>(
            this IGrainBase grain, Func<TState, Task> callback, TState state, TimeSpan dueTime, TimeSpan period) =>
            grain.RegisterGrainTimer(callback, state, new GrainTimerCreationOptions(dueTime, period));

        public static IGrainTimer RegisterGrainTimer<TState>(
            this IGrainBase grain, Func<TState, CancellationToken, Task> callback, TState state, TimeSpan dueTime, TimeSpan period) =>
            grain.RegisterGrainTimer(callback, state, new GrainTimerCreationOptions(dueTime, period));
    }
}
