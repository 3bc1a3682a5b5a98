using SqsIngestor.Cli.Package;
using SqsIngestor.Cli.Package.Elf;

namespace SqsIngestor.Cli.Local;

/// <summary>Runs programs of another processor.</summary>
internal static class Qemu
{
    private const string Prefix = "QEMU_LD_PREFIX";

    /// <summary>What to start for a program, with its first arguments; null where the machine runs it by itself, or it is no native program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="variables">The environment: QEMU_LD_PREFIX names the folder of the processor's libraries.</param>
    public static (string FileName, string[] Arguments)? Command(FileInfo program, Func<string, string?> variables)
    {
        ElfFile elf;
        try
        {
            elf = ElfFile.Parse(Files.Read(program));
        }
        catch (FormatException)
        {
            return null;
        }

        if (elf.Machine == TargetArchitecture.Host.Machine || TargetArchitecture.All.FirstOrDefault(a => a.Machine == elf.Machine) is not { } architecture) return null;
        // Where Debian's packages for building for another processor put its C library.
        var libraries = variables(Prefix) ?? $"/usr/{architecture.Triplet}";
        var name = $"qemu-{architecture.Triplet.Split('-')[0]}-static";
        return (name, Directory.Exists(libraries) ? ["-L", libraries, program.FullName] : [program.FullName]);
    }
}
