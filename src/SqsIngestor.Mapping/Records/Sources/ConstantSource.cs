using System.Diagnostics;
using System.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A constant of the mapping file.</summary>
/// <param name="text">The text as written in the file.</param>
/// <param name="kind">String, Number, True, False or Null.</param>
internal sealed class ConstantSource(string text, ValueKind kind) : ValueSource
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);

    public SourceValue Value => kind switch
    {
        ValueKind.String => SourceValue.FromText(_text),
        ValueKind.Number => SourceValue.FromNumber(_text),
        ValueKind.True or ValueKind.False => SourceValue.FromBoolean(kind == ValueKind.True),
        ValueKind.Null => SourceValue.Null,
        _ => throw new UnreachableException(),
    };

    public override SourceValue Read(EncodeContext context) => Value;
}
