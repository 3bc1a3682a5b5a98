namespace SqsIngestor.Zerobus.Internal.Parallel;

/// <summary>Opens several streams at the same time: all of them, or none.</summary>
internal static class ParallelOpening
{
    /// <param name="count">How many.</param>
    /// <param name="open">Opens the one with an index.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZerobusException">The first failure; streams that were open are gone.</exception>
    public static async Task<ZerobusStream[]> OpenAsync(
        int count, Func<int, CancellationToken, Task<ZerobusStream>> open, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ZerobusException? failure = null;
        var opening = Enumerable.Range(0, count).Select(OneAsync).ToArray();
        try
        {
            return await Task.WhenAll(opening).ConfigureAwait(false);
        }
        catch
        {
            await Task.WhenAll(opening.Where(static o => o.IsCompletedSuccessfully).Select(static o => o.Result.AbandonAsync()))
                .ConfigureAwait(false);
            // The others were cancelled because of it.
            if (failure is not null && !cancellationToken.IsCancellationRequested)
                throw failure;
            throw;
        }

        async Task<ZerobusStream> OneAsync(int index)
        {
            try
            {
                return await open(index, over.Token).ConfigureAwait(false);
            }
            catch (ZerobusException e)
            {
                if (Interlocked.CompareExchange(ref failure, e, null) is null)
                    await over.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }
}
