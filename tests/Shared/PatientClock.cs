namespace SqsIngestor.Tests.Shared;

/// <summary>
/// The system's clock for tests that are not about time limits. A pause takes as long as ever, but a limit of two seconds or more
/// is thirty times as long: a busy machine may need more time for an attempt than the product grants it.
/// </summary>
/// <remarks>Time of day is real. Time that has passed since a timestamp counts a thirtieth, as it is only compared with
/// limits.</remarks>
internal sealed class PatientClock : TimeProvider
{
    private const int Patience = 30;

    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(2);

    public override long GetTimestamp() => base.GetTimestamp() / Patience;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new PatientTimer(base.CreateTimer(callback, state, Stretched(dueTime), period));

    private static TimeSpan Stretched(TimeSpan time) => time < ShortestLimit ? time : time * Patience;

    private sealed class PatientTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Stretched(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
