using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Tells the trace of the column that is being written what policies do with its values.</summary>
internal sealed class TraceWatch(IReadOnlyList<TraceLog> logs) : EncodeWatch
{
    public override void Handled(RecordErrorCode code, string column, ValueSource source, EncodeContext context) =>
        logs.FirstOrDefault(log => log.IsOpen)?.Handled(code, column, source, context);

    public override void HandledPart(RecordErrorCode code, string part, EncodeContext context) =>
        logs.FirstOrDefault(log => log.IsOpen)?.HandledPart(code, part, context);
}
