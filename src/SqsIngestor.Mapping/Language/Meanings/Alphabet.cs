using System.Buffers;

namespace SqsIngestor.Mapping.Language.Meanings;

/// <summary>The characters that the text of a value can have.</summary>
/// <param name="Characters">The characters.</param>
/// <param name="Name">What the text is: completes the sentence "… has no 'x'".</param>
internal sealed record Alphabet(SearchValues<char> Characters, string Name)
{
    private const string Digits = "0123456789";

    public static Alphabet Number { get; } = Of($"{Digits}-+.eE", "a number");

    public static Alphabet Float { get; } = Of($"{Digits}-+.eE" + "NaN" + "Infinity", "a number, NaN or Infinity");

    public static Alphabet Base64 { get; } = Of(
        $"{Digits}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/-_= \t\r\n", "base64");

    public static Alphabet Uuid { get; } = Of($"{Digits}abcdefABCDEF-{{}}" + "urn:uuid:" + "URN:UUID:", "a UUID");

    private static Alphabet Of(string characters, string name) => new(SearchValues.Create(characters), name);
}
