using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>Reads the clauses of a format, such as <c>%d</c> and <c>%.2f</c>, one after the other.</summary>
internal ref struct CelFormatClauses(ReadOnlySpan<byte> format)
{
    /// <summary>The most digits after the point that a clause can ask for.</summary>
    public const int MaxPrecision = 1_000;

    /// <summary>The digits after the point if a clause does not say how many.</summary>
    private const int DefaultPrecision = 6;

    /// <summary>The letters of clauses with what they accept, which is part of a message.</summary>
    private static readonly (byte Letter, string Accepts, CelTypeKind[] Kinds)[] Letters =
    [
        ((byte)'s', "a value", []),
        ((byte)'d', "a number", [CelTypeKind.Int, CelTypeKind.Uint, CelTypeKind.Double]),
        ((byte)'f', "a number", [CelTypeKind.Int, CelTypeKind.Uint, CelTypeKind.Double]),
        ((byte)'e', "a number", [CelTypeKind.Int, CelTypeKind.Uint, CelTypeKind.Double]),
        ((byte)'b', "an int, uint or bool", [CelTypeKind.Int, CelTypeKind.Uint, CelTypeKind.Bool]),
        ((byte)'o', "an int or uint", [CelTypeKind.Int, CelTypeKind.Uint]),
        ((byte)'x', "an int, uint, string or bytes", [CelTypeKind.Int, CelTypeKind.Uint, CelTypeKind.String, CelTypeKind.Bytes]),
        ((byte)'X', "an int, uint, string or bytes", [CelTypeKind.Int, CelTypeKind.Uint, CelTypeKind.String, CelTypeKind.Bytes]),
    ];

    private readonly ReadOnlySpan<byte> _format = format;
    private int _next;

    /// <summary>The text in front of the clause, or to the end.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>The letter of the clause, a percent sign, or 0 at the end.</summary>
    public byte Letter { get; private set; }

    /// <summary>Digits after the point.</summary>
    public int Precision { get; private set; }

    /// <summary>The offset of the clause, in bytes.</summary>
    public int Offset { get; private set; }

    /// <summary>Reads up to the next clause, or to the end. False for a clause that does not exist.</summary>
    public bool TryNext()
    {
        var rest = _format[_next..];
        var length = rest.IndexOf((byte)'%');
        Text = length < 0 ? rest : rest[..length];
        (Letter, Precision, Offset) = (0, DefaultPrecision, _next + Text.Length);
        _next = Offset;
        if (length < 0) return true;
        _next++;
        if (Peek() == '.')
        {
            _next++;
            for (Precision = 0; char.IsAsciiDigit((char)Peek()); _next++)
            {
                Precision = (Precision * 10) + Peek() - '0';
                if (Precision > MaxPrecision) return false;
            }
        }
        Letter = Peek();
        _next++;
        return Letter == '%' || Row() >= 0;
    }

    /// <summary>What the clause accepts; null if that is the type, or if the type is not known.</summary>
    public readonly string? Refuses(CelTypeKind type)
    {
        var (_, accepts, kinds) = Letters[Row()];
        if (kinds.Length == 0) return type == CelTypeKind.Optional ? accepts : null;
        return type == CelTypeKind.Dyn || Array.IndexOf(kinds, type) >= 0 ? null : accepts;
    }

    private readonly int Row()
    {
        for (var i = 0; i < Letters.Length; i++)
        {
            if (Letters[i].Letter == Letter) return i;
        }
        return -1;
    }

    private readonly byte Peek() => _next < _format.Length ? _format[_next] : (byte)0;
}
