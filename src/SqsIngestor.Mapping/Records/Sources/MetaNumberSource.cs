using System.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A count or position of <c>$.meta</c>.</summary>
internal sealed class MetaNumberSource(string name) : ValueSource
{
    public static readonly string[] Names = ["batchSize", "recordIndex", "rowIndex", "receiveCount"];

    private readonly int _which = Array.IndexOf(Names, name);

    public override SourceValue Read(EncodeContext context) => SourceValue.FromInteger(_which switch
    {
        0 => context.Invocation.BatchSize,
        1 => context.Message.RecordIndex,
        2 => context.RowIndex,
        3 => context.Message.ReceiveCount,
        _ => throw new UnreachableException(),
    });
}
