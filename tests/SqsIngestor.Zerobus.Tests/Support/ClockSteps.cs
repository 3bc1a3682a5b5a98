using Microsoft.Extensions.Time.Testing;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests.Support;

internal static class ClockSteps
{
    /// <summary>
    /// Moves the clock in small steps until the task is done, and gives how far it had to go. Between steps the code under test
    /// gets time to run; its timers only see the fake clock.
    /// </summary>
    /// <param name="clock">The clock.</param>
    /// <param name="done">What is waited for.</param>
    /// <param name="step">How far the clock goes at a time.</param>
    /// <param name="most">How far it goes at the most.</param>
    /// <param name="pause">
    /// Real time between steps. Longer where a bound of a few seconds is tested: what the code waits for (sockets, threads) takes
    /// real time, and more of it on a busy machine.
    /// </param>
    public static async Task<TimeSpan> StepUntilAsync(this FakeTimeProvider clock, Task done, TimeSpan step, TimeSpan most, TimeSpan? pause = null)
    {
        var start = clock.GetUtcNow();
        while (!done.IsCompleted && clock.GetUtcNow() - start < most)
        {
            clock.Advance(step);
            await Task.WhenAny(done, Task.Delay(pause ?? TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }

        await done.WaitAsync(ZerobusRig.Patience);
        return clock.GetUtcNow() - start;
    }
}
