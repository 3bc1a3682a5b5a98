using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Tables;

/// <summary>A version of a table. A change creates a new version, and streams to the old one end.</summary>
internal sealed class StoredTable(CatalogTable table)
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CatalogTable Table { get; } = table;

    /// <summary>Completes when the table is replaced, altered or dropped.</summary>
    public Task Changed => _changed.Task;

    public void MarkChanged() => _changed.TrySetResult();
}

/// <summary>The store could not run an operation.</summary>
public sealed class TableStoreException : Exception
{
    internal TableStoreException(string code, string message, Exception? innerException = null)
        : base($"{code}: {message}", innerException) => (Code, Detail) = (code, message);

    /// <summary>A stable name for the fault, for instance <c>table_exists</c>.</summary>
    public string Code { get; }

    /// <summary>The message without the code.</summary>
    public string Detail { get; }
}
