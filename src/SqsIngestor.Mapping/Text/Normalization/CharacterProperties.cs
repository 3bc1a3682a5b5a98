namespace SqsIngestor.Mapping.Text.Normalization;

/// <summary>What normalization has to know of a character at first sight.</summary>
[Flags]
internal enum CharacterProperties : ushort
{
    /// <summary>A character that normalization never touches.</summary>
    None = 0,

    /// <summary>The bits of the canonical combining class.</summary>
    Class = 0xff,

    /// <summary>It, or the first part of it, can become one with a character before it, or change places with one.</summary>
    JoinsBefore = 0x100,

    /// <summary>It has a decomposition in the tables. Syllables of Hangul stay as they are.</summary>
    Decomposes = 0x200,

    /// <summary>It does not occur in form C.</summary>
    NeverNormal = 0x400,
}
