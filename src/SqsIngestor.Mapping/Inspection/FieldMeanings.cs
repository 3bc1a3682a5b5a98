using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>The meanings of the fields of a message that the descriptor cannot carry, and of those below them.</summary>
internal sealed class FieldMeanings
{
    private readonly Dictionary<int, FieldMeanings> _fields = [];

    /// <summary>For example <c>timestamp</c>; null for a field that means what its type says.</summary>
    public string? As { get; set; }

    /// <summary>What is known of a field; null for one that means what its type says, with all below it.</summary>
    public FieldMeanings? Below(FieldDescriptor field) => _fields.GetValueOrDefault(field.FieldNumber);

    /// <summary>The entry of a field, added where there is none.</summary>
    public FieldMeanings GetOrAdd(int fieldNumber)
    {
        if (!_fields.TryGetValue(fieldNumber, out var field)) _fields[fieldNumber] = field = new();
        return field;
    }
}
