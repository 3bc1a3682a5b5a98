namespace SqsIngestor.Tests.Shared;

/// <summary>
/// For tests of promises that are made in seconds, such as those to Lambda: it leaves a process half a second to end, and kills one
/// that answers late. The machine that runs the tests can break them too. A fault that shows now and then stays hidden here, so a
/// test belongs here only when a busy machine has been seen to fail it.
/// </summary>
internal static class Attempts
{
    private const int Most = 5;

    /// <summary>Runs the test until it passes, five times at the most.</summary>
    public static async Task UntilPassedAsync(Func<Task> test)
    {
        for (var attempt = 1; attempt < Most; attempt++)
        {
            try
            {
                await test();
                return;
            }
            catch (Xunit.Sdk.XunitException)
            {
                // The next attempt counts.
            }
        }
        await test();
    }
}
