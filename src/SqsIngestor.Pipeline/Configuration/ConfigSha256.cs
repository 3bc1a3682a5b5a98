using System.Security.Cryptography;
using System.Text;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>
/// The checksum of a function's configuration: the mapping and the files that it uses, wherever they are. Terraform computes the
/// same from the files of the layer, and anybody can with <c>sha256sum</c>.
/// </summary>
internal static class ConfigSha256
{
    /// <summary>The name of a mapping in the layer, below <c>sqs-ingestor/</c>.</summary>
    public static string MappingName(string path) => "mappings/" + Path.GetFileName(path);

    /// <summary>The name of a descriptor set, or of a schema of Avro, in the layer.</summary>
    public static string DescriptorName(string path) => "descriptors/" + Path.GetFileName(path);

    /// <summary>
    /// SHA-256 of what <c>sha256sum</c> prints for the files, sorted by name, in lower-case hexadecimal digits: a line
    /// <c>checksum, two spaces, name</c> for each.
    /// </summary>
    /// <param name="files">The files by their names in the layer; see <see cref="MappingName"/>.</param>
    public static string Of(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var text = new StringBuilder();
        foreach (var (name, bytes) in files.OrderBy(static file => file.Key, StringComparer.Ordinal))
            text.Append(Hex(bytes)).Append("  ").Append(name).Append('\n');
        return Hex(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
