using DuckDB.NET.Data;

namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>Runs statements on a connection of their own until they end or are cancelled.</summary>
internal static class InterruptibleQuery
{
    private static readonly TimeSpan Repetition = TimeSpan.FromMilliseconds(10);

    /// <param name="connection">A connection that nothing else uses.</param>
    /// <param name="statements">Runs the statements.</param>
    /// <param name="cancellation">Interrupts the statements.</param>
    /// <exception cref="OperationCanceledException">The statements were interrupted.</exception>
    public static QueryResult Run(DuckDBConnection connection, Func<QueryResult> statements, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var ended = new ManualResetEventSlim();
        var interrupting = Task.CompletedTask;
        var registration = cancellation.UnsafeRegister(
            _ => interrupting = Task.Run(() => Interrupt(connection, ended), CancellationToken.None), null);
        try
        {
            return statements();
        }
        catch (TableStoreException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was interrupted.", e, cancellation);
        }
        finally
        {
            // The caller closes the connection, so nothing uses it after this.
            ended.Set();
            registration.Dispose();
            interrupting.GetAwaiter().GetResult();
        }
    }

    /// <summary>
    /// DuckDB forgets an interrupt that comes before a statement has started, so this repeats it until the statements have ended.
    /// </summary>
    private static void Interrupt(DuckDBConnection connection, ManualResetEventSlim ended)
    {
        do connection.NativeConnection.Interrupt();
        while (!ended.Wait(Repetition));
    }
}
