namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>What an argument of a transform must be.</summary>
internal enum TransformParameter
{
    /// <summary>A number from 0.</summary>
    Count,

    /// <summary>Text, possibly empty.</summary>
    Text,

    /// <summary>Text with at least one character.</summary>
    SomeText,

    /// <summary>A group of a regular expression, by number or by name.</summary>
    Group,
}
