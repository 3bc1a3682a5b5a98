using Microsoft.Extensions.Time.Testing;

namespace SqsIngestor.Tests.Zerobus.Support;

internal static class ClockSteps
{
    /// <summary>
    /// Moves the clock in small steps until the task is done, and gives how far it had to go. Between steps the code under test
    /// gets time to run; its timers only see the fake clock.
    /// </summary>
    public static async Task<TimeSpan> StepUntilAsync(this FakeTimeProvider clock, Task done, TimeSpan step, TimeSpan most)
    {
        var start = clock.GetUtcNow();
        while (!done.IsCompleted && clock.GetUtcNow() - start < most)
        {
            clock.Advance(step);
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }

        await done.WaitAsync(ZerobusRig.Patience);
        return clock.GetUtcNow() - start;
    }
}
