using System.Text.RegularExpressions;

namespace SqsIngestor.Mapping.Tests.Text;

/// <summary>The rule of base64 a second time: by patterns and the library's decoder for text that is complete.</summary>
internal static partial class Base64Oracle
{
    /// <summary>The bytes; null for text that is refused.</summary>
    public static byte[]? Decode(string text)
    {
        var digits = Gaps().Replace(text, "");
        if (!Standard().IsMatch(digits) && !Url().IsMatch(digits)) return null;
        var bare = digits.TrimEnd('=');
        if (bare.Length % 4 == 1 || (bare.Length < digits.Length && digits.Length % 4 != 0)) return null;
        return Convert.FromBase64String(bare.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (bare.Length % 4)) % 4));
    }

    [GeneratedRegex("[ \t\r\n]")]
    private static partial Regex Gaps();

    [GeneratedRegex(@"\A[A-Za-z0-9+/]*={0,2}\z")]
    private static partial Regex Standard();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]*={0,2}\z")]
    private static partial Regex Url();
}
