using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>The first of several sources that is present and not null; otherwise the last null, otherwise missing.</summary>
internal sealed class FirstPresentSource(ValueSource[] alternatives) : ValueSource
{
    public override string PointerIn(EncodeContext context)
    {
        var present = Array.Find(alternatives, a => a.Read(context).Kind is not (ValueKind.Missing or ValueKind.Null));
        return (present ?? alternatives[0]).PointerIn(context);
    }

    public override SourceValue Read(EncodeContext context)
    {
        var result = SourceValue.Missing;
        foreach (var alternative in alternatives)
        {
            var value = alternative.Read(context);
            if (value.Kind is not (ValueKind.Missing or ValueKind.Null)) return value;
            if (value.Kind == ValueKind.Null) result = value;
        }
        return result;
    }
}
