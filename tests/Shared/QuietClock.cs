using Microsoft.Extensions.Time.Testing;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// A fake clock that does not run timers in the code that asks for the time. The one of the library does: timers that are due
/// because another thread has moved the clock then run in the middle of a lock, which no real clock does.
/// </summary>
// Some of the projects that link this file derive from it.
#pragma warning disable CA1852
internal class QuietClock : FakeTimeProvider
#pragma warning restore CA1852
{
    [ThreadStatic]
    private static int _asking;

    /// <summary>A clock that begins at the fixed moment of <see cref="FakeTimeProvider"/>.</summary>
    public QuietClock()
    {
    }

    /// <summary>A clock that begins at a moment.</summary>
#pragma warning disable RS0030 // Only this class may create the clock of the library.
    public QuietClock(DateTimeOffset start) : base(start)
#pragma warning restore RS0030
    {
    }

    public override DateTimeOffset GetUtcNow()
    {
        _asking++;
        try
        {
            return base.GetUtcNow();
        }
        finally
        {
            _asking--;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(
            due =>
            {
                if (_asking > 0) ThreadPool.UnsafeQueueUserWorkItem(_ => callback(due), null);
                else callback(due);
            },
            state, dueTime, period);
}
