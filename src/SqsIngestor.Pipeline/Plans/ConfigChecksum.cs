using System.Security.Cryptography;
using System.Text;

namespace SqsIngestor.Pipeline.Plans;

/// <summary>
/// The checksum of a configuration: of a mapping and the files that it uses, as they are in the layer. The function, the command
/// <c>package</c> and Terraform compute the same one, and a shell does too, in <c>sqs-ingestor</c> of the layer:
/// <c>sha256sum mappings/orders.yaml descriptors/orders.binpb | LC_ALL=C sort -k 2 | sha256sum</c>.
/// </summary>
internal sealed class ConfigChecksum
{
    private const string Mappings = "mappings";
    private const string Descriptors = "descriptors";

    // By the name in the layer. A file that two places of a mapping name counts once.
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <param name="name">The file name of the mapping.</param>
    /// <param name="mapping">Its contents.</param>
    public ConfigChecksum(string name, ReadOnlySpan<byte> mapping) => Keep($"{Mappings}/{name}", mapping);

    /// <summary>Adds a descriptor set or a schema that the mapping uses.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="contents">Its contents.</param>
    public void Add(string name, ReadOnlySpan<byte> contents) => Keep($"{Descriptors}/{name}", contents);

    /// <summary>The checksum of the files so far: SHA-256 in lower-case hexadecimal digits.</summary>
    public string Compute() => Hash(Encoding.UTF8.GetBytes(string.Concat(_files.Select(file => $"{file.Value}  {file.Key}\n"))));

    private void Keep(string path, ReadOnlySpan<byte> contents) => _files[path] = Hash(contents);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
