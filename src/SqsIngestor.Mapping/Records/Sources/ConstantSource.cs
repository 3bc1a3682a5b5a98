using System.Text;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A constant of the mapping file, typed as YAML's core schema does: quoted scalars are strings.</summary>
internal sealed class ConstantSource : ValueSource
{
    private readonly byte[] _text;
    private readonly ValueKind _kind;

    /// <param name="scalar">The constant.</param>
    /// <param name="asText">Take it as text whatever it looks like.</param>
    public ConstantSource(YamlScalar scalar, bool asText = false)
    {
        _text = Encoding.UTF8.GetBytes(scalar.Value);
        _kind = asText || !scalar.IsPlain ? ValueKind.String
            : scalar.IsNull ? ValueKind.Null
            : scalar.Value is "true" or "false" ? scalar.Value == "true" ? ValueKind.True : ValueKind.False
            : Text.DecimalText.TryParse(_text, out _) ? ValueKind.Number : ValueKind.String;
    }

    public SourceValue Value => _kind switch
    {
        ValueKind.String => SourceValue.FromText(_text),
        ValueKind.Number => SourceValue.FromNumber(_text),
        ValueKind.Null => SourceValue.Null,
        _ => SourceValue.FromBoolean(_kind == ValueKind.True),
    };

    public override SourceValue Read(EncodeContext context) => Value;
}
