namespace SqsIngestor.Mapping.Text.Normalization;

/// <summary>The properties of a character that normalization needs first.</summary>
[Flags]
internal enum CharacterProperties : ushort
{
    /// <summary>Normalization never changes the character.</summary>
    None = 0,

    /// <summary>The bits of the canonical combining class.</summary>
    Class = 0xff,

    /// <summary>
    /// The character, or the first part of its decomposition, can compose with a character before it or change places with one.
    /// </summary>
    JoinsBefore = 0x100,

    /// <summary>The tables have a decomposition of it. Hangul syllables are not decomposed.</summary>
    Decomposes = 0x200,

    /// <summary>It never occurs in form C.</summary>
    NeverNormal = 0x400,
}
