using System.Text;

namespace SqsIngestor.Mapping.Text;

/// <summary>The Unicode scalar values of UTF-8, for foreach.</summary>
internal ref struct Utf8Runes(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    public Rune Current { get; private set; }

    public readonly Utf8Runes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length == 0) return false;
        Rune.DecodeFromUtf8(_rest, out var rune, out var length);
        _rest = _rest[length..];
        Current = rune;
        return true;
    }
}
