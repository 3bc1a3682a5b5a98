using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>The meanings of the fields of a message that the descriptor cannot carry, and of those below them.</summary>
internal sealed class FieldMeanings
{
    /// <summary>The number of the field of a MAP's entry that has its value.</summary>
    public const int ValueField = 2;

    private readonly Dictionary<int, FieldMeanings> _fields = [];

    /// <summary>For example <c>timestamp</c>; null for the meaning of the field's type.</summary>
    public string? As { get; set; }

    /// <summary>The mapping says which times are plausible.</summary>
    public bool HasBounds { get; set; }

    /// <summary>The meaning of a field; null if the field, with everything below it, means what its type says.</summary>
    public FieldMeanings? Below(FieldDescriptor field) => _fields.GetValueOrDefault(field.FieldNumber);

    /// <summary>The entry of a field; added if missing.</summary>
    public FieldMeanings GetOrAdd(int fieldNumber)
    {
        if (!_fields.TryGetValue(fieldNumber, out var field)) _fields[fieldNumber] = field = new();
        return field;
    }
}
