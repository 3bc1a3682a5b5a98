using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Tables;

/// <summary>A table at one point of its life. A change makes a new one, and streams on the old one end.</summary>
internal sealed class StoredTable(CatalogTable table)
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CatalogTable Table { get; } = table;

    /// <summary>Ends when the table is replaced, altered or dropped.</summary>
    public Task Changed => _changed.Task;

    public void MarkChanged() => _changed.TrySetResult();
}

/// <summary>The store could not do what it was asked to.</summary>
public sealed class TableStoreException : Exception
{
    internal TableStoreException(string code, string message, Exception? innerException = null)
        : base($"{code}: {message}", innerException) => Code = code;

    /// <summary>A stable name for the fault, for instance <c>table_exists</c>.</summary>
    public string Code { get; }
}
