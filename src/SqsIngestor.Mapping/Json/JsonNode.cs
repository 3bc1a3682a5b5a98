namespace SqsIngestor.Mapping.Json;

/// <summary>
/// One value, or one member name, of a document. <see cref="Start"/> and <see cref="Length"/> are bytes of the tape's
/// source: the text between the quotes of a string, the whole text of anything else.
/// </summary>
internal struct JsonNode
{
    public int Start;
    public int Length;

    /// <summary>Index of the first node after this one and all below it.</summary>
    public int End;

    public JsonKind Kind;

    /// <summary>The string contains backslash escapes, so its text differs from its value.</summary>
    public bool Escaped;

    /// <summary>The last row that read the value, and whether it rescues the value; see <see cref="JsonTape"/>.</summary>
    public ushort ReadBy;
}
