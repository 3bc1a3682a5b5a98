using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A text of <c>$.meta</c>; missing where the host does not know it.</summary>
/// <param name="index">Into <see cref="InvocationContext.ToTexts"/>.</param>
internal sealed class MetaTextSource(int index) : ValueSource
{
    /// <summary>Names of the texts, in the order of <see cref="InvocationContext.ToTexts"/>.</summary>
    public static readonly string[] Names = ["requestId", "functionName", "functionVersion", "region", "configSha256"];

    public override SourceValue Read(EncodeContext context) =>
        context.MetaTexts[index] is { Length: > 0 } text ? SourceValue.FromText(text) : SourceValue.Missing;
}
