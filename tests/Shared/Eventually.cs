namespace SqsIngestor.Tests.Shared;

internal static class Eventually
{
    /// <summary>Longer than anything here takes; it turns a hang into a failure.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Waits until a condition that another thread brings about holds; fails after <see cref="Patience"/>.</summary>
    public static async Task HoldsAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, "The condition never held.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }
}
