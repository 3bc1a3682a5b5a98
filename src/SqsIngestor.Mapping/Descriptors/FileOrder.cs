using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Descriptors;

/// <summary>Sorts the files of a set for linking: each after its imports.</summary>
internal sealed class FileOrder
{
    private readonly Dictionary<string, FileDescriptorProto> _files = [];
    private readonly Dictionary<string, bool> _done = [];
    private readonly List<FileDescriptorProto> _ordered = [];
    private readonly DiagnosticBag _diagnostics;

    private FileOrder(DiagnosticBag diagnostics) => _diagnostics = diagnostics;

    /// <summary>The files, imports first; null after an import that is missing or circular.</summary>
    public static IReadOnlyList<FileDescriptorProto>? Sort(FileDescriptorSet set, DiagnosticBag diagnostics)
    {
        var order = new FileOrder(diagnostics);
        foreach (var file in set.File) order._files.TryAdd(file.Name, file);
        return set.File.All(order.Visit) ? order._ordered : null;
    }

    private bool Visit(FileDescriptorProto file)
    {
        if (_done.TryGetValue(file.Name, out var done))
        {
            if (!done) _diagnostics.Add(DiagnosticCodes.DescriptorInvalid, TextPosition.File, $"'{file.Name}' imports itself");
            return done;
        }
        _done[file.Name] = false;
        foreach (var import in file.Dependency)
        {
            var imported = _files.GetValueOrDefault(import) ?? WellKnownFiles.Find(import);
            if (imported is null)
            {
                _diagnostics.Add(DiagnosticCodes.ImportMissing, TextPosition.File,
                    $"'{file.Name}' imports '{import}', which is not in the set", "compile with --include_imports");
                return false;
            }
            if (!Visit(imported)) return false;
        }
        _done[file.Name] = true;
        _ordered.Add(file);
        return true;
    }
}
