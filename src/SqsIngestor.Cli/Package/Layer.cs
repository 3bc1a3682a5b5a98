using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Package;

/// <summary>
/// The Lambda layer, which appears as <c>/opt/sqs-ingestor/mappings</c> and <c>/opt/sqs-ingestor/descriptors</c>. Its mappings
/// must pass the check, so a broken mapping never reaches the function. It has the files that the mappings use and no others: a
/// change of another file gives the same layer.
/// </summary>
internal sealed class Layer
{
    private const string Root = "sqs-ingestor";

    private static readonly JsonWriterOptions Json = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IReadOnlyList<PackedMapping> _mappings;
    private readonly SortedDictionary<string, FileInfo> _descriptors = new(StringComparer.Ordinal);

    private Layer(IReadOnlyList<PackedMapping> mappings) => _mappings = mappings;

    /// <summary>What it has, such as <c>1 mapping, 1 descriptor set</c>.</summary>
    public string Contents
    {
        get
        {
            var schemas = _descriptors.Keys.Count(name => Path.GetExtension(name) == LayerInputs.SchemaExtension);
            return $"{Quantity.Count(_mappings.Count, "mapping")}, "
                + Quantity.Count(_descriptors.Count - schemas, "descriptor set")
                + (schemas > 0 ? $", {Quantity.Count(schemas, "schema")}" : "");
        }
    }

    /// <summary>What is wrong with the mappings, warnings included.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => [.. _mappings.SelectMany(mapping => mapping.Diagnostics)];

    /// <summary>What the user should know of a layer without errors.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Finds the files of a layer and checks its mappings as <c>check</c> does.</summary>
    /// <param name="mappings">Files and folders.</param>
    /// <param name="descriptors">Files and folders; empty for the folder that <see cref="DescriptorFolder"/> says.</param>
    /// <exception cref="CliException">Mappings are missing, two files have the same name, or a file cannot be read.</exception>
    public static Layer Create(IReadOnlyList<FileSystemInfo> mappings, IReadOnlyList<FileSystemInfo> descriptors)
    {
        if (mappings.Count == 0) throw CliErrors.LayerIncomplete.Because("A layer needs its mappings. Name them.");
        var files = LayerInputs.Mappings(mappings);
        var given = LayerInputs.Descriptors(descriptors);
        var packed = files.Values
            .Select(
                file => descriptors.Count > 0
                    ? PackedMapping.Check(file, given.GetValueOrDefault, "it is not among the files of --descriptors")
                    : PackedMapping.Check(file, name => Own(file, name), $"it is not in {DescriptorFolder.Of(file)}"))
            .ToList();
        var used = packed.SelectMany(mapping => mapping.Uses.Keys).ToHashSet(StringComparer.Ordinal);
        var idle = descriptors.Where(file => File.Exists(file.FullName) && !used.Contains(file.Name))
            .Select(file => $"{file}: no mapping uses this file, so the layer does not have it.");
        var layer = new Layer(packed) { Notices = [.. packed.SelectMany(NoticesOf), .. idle] };
        foreach (var file in packed.SelectMany(mapping => mapping.Uses.Values))
        {
            LayerInputs.Add(layer._descriptors, "descriptors", file);
        }

        return layer;
    }

    /// <summary>The zip of the layer. Its bytes depend on names and contents of its files alone.</summary>
    public byte[] ToZip()
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var mapping in _mappings) files[$"{Root}/mappings/{mapping.File.Name}"] = Files.Read(mapping.File);
        // The function refuses a DESCRIPTOR_PATH that does not exist.
        if (_descriptors.Count == 0) files[$"{Root}/descriptors/"] = [];
        foreach (var (name, file) in _descriptors) files[$"{Root}/descriptors/{name}"] = Files.Read(file);
        // Libraries and processors compress the same bytes in different ways.
        return ReproducibleZip.Create(files, ReproducibleZip.Readable, System.IO.Compression.CompressionLevel.NoCompression);
    }

    /// <summary>
    /// The file next to the zip, from which Terraform knows the checksum and the tables: for a single mapping an object, for
    /// several the objects in <c>mappings</c>.
    /// </summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            if (_mappings is [var only])
            {
                Write(json, only);
            }
            else
            {
                json.WriteStartObject();
                json.WriteStartArray("mappings");
                foreach (var mapping in _mappings) Write(json, mapping);
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void Write(Utf8JsonWriter json, PackedMapping mapping)
    {
        json.WriteStartObject();
        json.WriteString("config_sha256", mapping.Sha256());
        json.WriteString("mapping", mapping.File.Name);
        json.WriteStartArray("tables");
        foreach (var table in mapping.Tables) json.WriteStringValue(table);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static FileInfo? Own(FileInfo mapping, string name) =>
        new FileInfo(Path.Combine(DescriptorFolder.PathOf(mapping), name)) is { Exists: true } file ? file : null;

    private static IEnumerable<string> NoticesOf(PackedMapping mapping)
    {
        if (!mapping.HasNoSchema) yield break;
        var sets = mapping.MissingSets;
        var (are, them) = sets.Count == 1 ? ("is", "it") : ("are", "them");
        yield return $"{mapping.File}: only the form of the mapping was checked, because its schema comes from Unity Catalog and "
            + (sets.Count > 0
                ? $"{string.Join(", ", sets)} {are} not here. Write {them} with sqs-ingestor schema pull: the function also uses "
                    + $"{them} if the catalog does not answer when it starts."
                : "the mapping does not name its table. Name it, and the layer has its descriptor set.");
    }
}
