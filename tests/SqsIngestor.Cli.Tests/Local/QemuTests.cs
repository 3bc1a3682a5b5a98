using SqsIngestor.Cli.Local;
using SqsIngestor.Cli.Package;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Local;

public sealed class QemuTests : IDisposable
{
    private const int MachineOffset = 18;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Command_ProgramOfAnotherProcessor_NamesItsEmulatorAndItsLibraries()
    {
        var other = TargetArchitecture.All.Single(a => a != TargetArchitecture.Host);
        var program = Write(File.ReadAllBytes(Environment.ProcessPath!), other);

        var (name, arguments) = Qemu.Command(program, _ => _folder.Path)!.Value;

        Assert.Equal(other == TargetArchitecture.Arm64 ? "qemu-aarch64-static" : "qemu-x86_64-static", name);
        Assert.Equal(["-L", _folder.Path, program.FullName], arguments);
    }

    [Fact]
    public void Command_LibrariesThatAreNotThere_AreLeftToTheEmulator()
    {
        var program =
            Write(File.ReadAllBytes(Environment.ProcessPath!), TargetArchitecture.All.Single(a => a != TargetArchitecture.Host));

        Assert.Equal([program.FullName], Qemu.Command(program, _ => Path.Combine(_folder.Path, "nowhere"))!.Value.Arguments);
    }

    [Fact]
    public void Command_LibraryOfTheOtherProcessorAmongThoseOfThisMachine_IsNotMixedWithTheOneOfTheCrossPackages()
    {
        var other = TargetArchitecture.All.Single(a => a != TargetArchitecture.Host);
        var program = Write(File.ReadAllBytes(Environment.ProcessPath!), other);
        var cross = Directory.CreateDirectory(Path.Combine(_folder.Path, "usr", other.Triplet)).FullName;
        string[] Arguments() => Qemu.Command(program, _ => null, _folder.Path)!.Value.Arguments;

        Assert.Equal(["-L", cross, program.FullName], Arguments());

        Directory.CreateDirectory(Path.Combine(_folder.Path, "lib", other.Triplet));
        File.WriteAllText(Path.Combine(_folder.Path, "lib", other.Triplet, "libc.so.6"), "");
        Assert.Equal([program.FullName], Arguments());
    }

    [Fact]
    public void Command_ProgramOfThisProcessor_NeedsNone() =>
        Assert.Null(Qemu.Command(Write(File.ReadAllBytes(Environment.ProcessPath!), TargetArchitecture.Host), _ => _folder.Path));

    [Fact]
    public void Command_Script_NeedsNone() =>
        Assert.Null(Qemu.Command(new FileInfo(_folder.Write("bootstrap", "#!/bin/sh"u8.ToArray())), _ => _folder.Path));

    private FileInfo Write(byte[] program, TargetArchitecture architecture)
    {
        BitConverter.TryWriteBytes(program.AsSpan(MachineOffset), (ushort)architecture.Machine);
        return new FileInfo(_folder.Write("bootstrap", program));
    }
}
