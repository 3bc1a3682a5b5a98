namespace SqsIngestor.Cli;

/// <summary>
/// Changes of files that belong together. A program that stops lets those that have begun end, and lets no other begin, so that
/// the files are all new or all as they were. Thread-safe.
/// </summary>
internal sealed class FileChanges
{
    private static readonly AsyncLocal<FileChanges?> Current = new();

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private bool _isStopping;

    private FileChanges()
    {
    }

    /// <summary>Counts the changes of the command that the caller starts next.</summary>
    public static FileChanges Follow() => Current.Value = new();

    /// <summary>Begins a change; to dispose the result ends it.</summary>
    /// <exception cref="OperationCanceledException">The program stops.</exception>
    public static IDisposable Begin() => new Change(Current.Value);

    /// <summary>For a change that can still be given up.</summary>
    /// <exception cref="OperationCanceledException">The program stops.</exception>
    public static void ThrowIfStopping()
    {
        if (Current.Value is { } current && Volatile.Read(ref current._isStopping)) throw new OperationCanceledException();
    }

    /// <summary>Lets no change begin from now on.</summary>
    /// <returns>Completes when those that have begun have ended.</returns>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            if (_open == 0) _ended.TrySetResult();
        }

        return _ended.Task;
    }

    private sealed class Change : IDisposable
    {
        private readonly FileChanges? _changes;
        private bool _isDisposed;

        public Change(FileChanges? changes)
        {
            _changes = changes;
            if (changes is null) return;
            lock (changes._gate)
            {
                if (changes._isStopping) throw new OperationCanceledException();
                changes._open++;
            }
        }

        public void Dispose()
        {
            if (_changes is null || _isDisposed) return;
            _isDisposed = true;
            lock (_changes._gate)
            {
                if (--_changes._open == 0 && _changes._isStopping) _changes._ended.TrySetResult();
            }
        }
    }
}
