namespace SqsIngestor.Tests.Zerobus.Support;

internal static class Eventually
{
    /// <summary>Waits until a condition that another thread brings about holds; fails after the rig's patience.</summary>
    public static async Task HoldsAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(ZerobusRig.Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, "The condition never held.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }
}
