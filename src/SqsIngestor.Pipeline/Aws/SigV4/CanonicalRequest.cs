using System.Security.Cryptography;

namespace SqsIngestor.Pipeline.Aws.SigV4;

/// <summary>
/// The form of a request that client and service both sign (Signature Version 4, "canonical request").
/// Supports requests without a query.
/// </summary>
/// <param name="Text">The canonical request.</param>
/// <param name="SignedHeaders">The names of the headers in it.</param>
internal readonly record struct CanonicalRequest(string Text, string SignedHeaders)
{
    /// <summary>Creates the canonical form of a request.</summary>
    /// <param name="method">In upper case.</param>
    /// <param name="path">Absolute and encoded.</param>
    /// <param name="headers">The headers to sign, including <c>host</c>.</param>
    /// <param name="body">The body.</param>
    public static CanonicalRequest Of(
        string method, string path, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> body)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            var key = name.ToLowerInvariant();
            sorted[key] = sorted.TryGetValue(key, out var first) ? $"{first},{Trim(value)}" : Trim(value);
        }
        var names = string.Join(';', sorted.Keys);
        var lines = string.Concat(sorted.Select(static header => $"{header.Key}:{header.Value}\n"));
        return new($"{method}\n{path}\n\n{lines}\n{names}\n{Convert.ToHexStringLower(SHA256.HashData(body))}", names);
    }

    /// <summary>Removes spaces at the ends, and replaces several in a row by one, as the signature requires.</summary>
    private static string Trim(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
