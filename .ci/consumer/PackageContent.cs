using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Consumer;

/// <summary>What must be in the packages.</summary>
internal static class PackageContent
{
    private const string Client = "SqsIngestor.Zerobus";
    private const string Testing = "SqsIngestor.Zerobus.Testing";

    /// <summary>The dependencies of each package, and no others. The test server needs the client of the same version.</summary>
    private static Dictionary<string, string[]> Dependencies(string version) => new()
    {
        [Client] = ["Google.Protobuf", "Grpc.Net.Client", "Microsoft.Extensions.Logging.Abstractions"],
        [Testing] = ["Grpc.AspNetCore.Server", $"{Client} [{version}]"],
    };

    /// <summary>Checks the packages of a folder, and prints what they have.</summary>
    /// <exception cref="InvalidDataException">Something is missing or too much; the message names it.</exception>
    public static void Check(string folder, string version, string commit)
    {
        var packages = Dependencies(version);
        Same("the packages", packages.Keys.Select(id => $"{id}.{version}.nupkg"), Names(folder, "*.nupkg"));
        Same("the symbols", packages.Keys.Select(id => $"{id}.{version}.snupkg"), Names(folder, "*.snupkg"));
        foreach (var (id, dependencies) in packages)
        {
            var path = Path.Combine(folder, $"{id}.{version}.nupkg");
            using var package = ZipFile.OpenRead(path);
            using var symbols = ZipFile.OpenRead(Path.ChangeExtension(path, "snupkg"));
            CheckFiles(id, package, symbols);
            CheckMetadata(id, Metadata(id, package), version, commit, dependencies);
            Console.WriteLine($"{id} {version}: {new FileInfo(path).Length / 1024} KiB, needs {string.Join(", ", dependencies)}");
        }
    }

    private static void CheckFiles(string id, ZipArchive package, ZipArchive symbols)
    {
        var library = $"lib/net10.0/{id}";
        string[] files = ["README.md", $"{library}.dll", $"{library}.xml", "icon.png", $"{id}.nuspec"];
        Same($"the files of {id}", files, Content(package));
        Same($"the symbols of {id}", [$"{library}.pdb", $"{id}.nuspec"], Content(symbols));
        if (XDocument.Load(package.GetEntry($"{library}.xml")!.Open()).Descendants("member").Count() < 50)
            throw new InvalidDataException($"{id} documents fewer than 50 members.");

        // The library names the symbols that belong to it, and is the same for each build of the same source.
        using var program = new PEReader(Bytes(package.GetEntry($"{library}.dll")!));
        var entries = program.ReadDebugDirectory();
        if (!entries.Any(e => e.Type == DebugDirectoryEntryType.Reproducible))
            throw new InvalidDataException($"{id}.dll is not deterministic.");
        var wanted = program.ReadCodeViewDebugDirectoryData(entries.First(e => e.Type == DebugDirectoryEntryType.CodeView));
        if (Path.IsPathRooted(wanted.Path) && !wanted.Path.StartsWith("/_", StringComparison.Ordinal))
            throw new InvalidDataException($"{id}.dll names a folder of the machine that built it: {wanted.Path}.");
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(Bytes(symbols.GetEntry($"{library}.pdb")!));
        var reader = pdb.GetMetadataReader();
        if (new BlobContentId(reader.DebugMetadataHeader!.Id).Guid != wanted.Guid)
            throw new InvalidDataException($"The symbols of {id} are of another build.");
        foreach (var document in reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name)))
        {
            if (!document.StartsWith("/_", StringComparison.Ordinal))
                throw new InvalidDataException($"The symbols of {id} name a folder of the machine that built it: {document}.");
        }
    }

    private static void CheckMetadata(string id, XElement metadata, string version, string commit, string[] dependencies)
    {
        Same($"the id of {id}", [id], [Text("id")]);
        Same($"the version of {id}", [version], [Text("version")]);
        Same($"the license of {id}", ["Apache-2.0"], [Text("license")]);
        Same($"the readme of {id}", ["README.md"], [Text("readme")]);
        Same($"the icon of {id}", ["icon.png"], [Text("icon")]);
        foreach (var name in new[] { "authors", "description", "tags" })
        {
            if (Text(name).Length == 0) throw new InvalidDataException($"{id} has no {name}.");
        }

        Same($"the commit of {id}", [commit], [metadata.Elements().First(Is("repository")).Attribute("commit")?.Value ?? ""]);
        Same(
            $"the dependencies of {id}", dependencies,
            metadata.Descendants().Where(Is("dependency")).Select(d =>
                d.Attribute("version")!.Value is ['[', .. var only, ']'] && !only.Contains(',', StringComparison.Ordinal)
                    ? $"{d.Attribute("id")!.Value} [{only}]"
                    : d.Attribute("id")!.Value));

        string Text(string name) => metadata.Elements().FirstOrDefault(Is(name))?.Value ?? "";
    }

    private static XElement Metadata(string id, ZipArchive package) =>
        XDocument.Load(package.GetEntry($"{id}.nuspec")!.Open()).Root!.Elements().First();

    private static Func<XElement, bool> Is(string name) => element => element.Name.LocalName == name;

    // Without what every package has: the parts of the Open Packaging Conventions.
    private static IEnumerable<string> Content(ZipArchive package) => package.Entries.Select(e => e.FullName)
        .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/") && !name.StartsWith("package/"));

    private static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Select(path => Path.GetFileName(path));

    private static MemoryStream Bytes(ZipArchiveEntry entry)
    {
        var bytes = new MemoryStream();
        using (var content = entry.Open()) content.CopyTo(bytes);
        bytes.Position = 0;
        return bytes;
    }

    private static void Same(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (wanted, found) = (Line(expected), Line(actual));
        if (wanted != found) throw new InvalidDataException($"Expected {what} to be: {wanted}\nFound: {found}");

        static string Line(IEnumerable<string> texts) => string.Join(", ", texts.Order(StringComparer.Ordinal));
    }
}
