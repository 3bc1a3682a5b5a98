using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Collects the hints about names for the columns that find nothing, each once.</summary>
/// <param name="names">Finds the names.</param>
/// <param name="table">The name of the table that is being encoded.</param>
internal sealed class HintWatch(NameHints names, Func<string> table) : EncodeWatch
{
    private readonly List<string> _hints = [];

    /// <summary>Returns the hints since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        List<string> taken = [.. _hints.Distinct()];
        _hints.Clear();
        return taken;
    }

    public override void Handled(RecordErrorCode code, string column, ValueSource source, EncodeContext context)
    {
        if (code == RecordErrorCode.Missing) Add(column, context.PointerBelow(source.PointerIn(context)), context);
    }

    public override bool Failed(EncodeContext context)
    {
        if (context.ToError("") is { Code: RecordErrorCode.Missing } error) Add(error.Column, error.Pointer, context);
        return false;
    }

    private void Add(string column, string pointer, EncodeContext context)
    {
        if (names.Of(pointer, context) is { } hint) _hints.Add($"{table()}: column '{column}' finds nothing: {hint}");
    }
}
