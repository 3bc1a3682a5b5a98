using System.Buffers.Binary;
using System.Text;

namespace SqsIngestor.Cli.Package.Elf;

/// <summary>The processor of a program: e_machine of its header.</summary>
internal enum ElfMachine : ushort
{
    X64 = 62,
    Arm64 = 183,
}

/// <summary>A version of a shared library without which a program does not start.</summary>
/// <param name="Library">The library, such as libc.so.6.</param>
/// <param name="Version">The version's name, such as GLIBC_2.34.</param>
/// <param name="Symbols">The symbols that need it.</param>
internal sealed record VersionNeed(string Library, string Version, IReadOnlyList<string> Symbols);

/// <summary>
/// Lists what a 64-bit little-endian ELF program needs from the machine that starts it. Reads only the sections of the dynamic
/// linker (System V ABI; Linux Standard Base, "Symbol Versioning").
/// </summary>
internal sealed class ElfFile
{
    private const uint DynamicSymbols = 11;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint VersionIndexes = 0x6fffffff;
    private const int SymbolSize = 24;
    private const int SectionSize = 64;

    private readonly byte[] _bytes;
    private readonly List<Section> _sections = [];

    private ElfFile(byte[] bytes)
    {
        _bytes = bytes;
        Machine = (ElfMachine)UInt16(18);
        var sections = checked((int)UInt64(40));
        var count = UInt16(60);
        for (var i = 0; i < count; i++)
        {
            var header = sections + (i * SectionSize);
            _sections.Add(
                new(
                    UInt32(header + 4), checked((int)UInt64(header + 24)), checked((int)UInt64(header + 32)),
                    (int)UInt32(header + 40), (int)UInt32(header + 44)));
        }
    }

    /// <summary>The processor that the program runs on; a number without a name for one that Lambda does not have.</summary>
    public ElfMachine Machine { get; }

    /// <exception cref="FormatException">The bytes are not a 64-bit ELF program.</exception>
    public static ElfFile Parse(byte[] bytes)
    {
        if (!IsElf(bytes)) throw new FormatException("it is not a 64-bit ELF program");
        try
        {
            return new ElfFile(bytes);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw Broken(e);
        }
    }

    /// <summary>The versions of shared libraries that the program needs, in the order of the file.</summary>
    /// <exception cref="FormatException">The file is cut off or contradicts itself.</exception>
    public IReadOnlyList<VersionNeed> Needs()
    {
        try
        {
            return _sections.FirstOrDefault(s => s.Type == VersionNeeds) is { } section ? ReadNeeds(section) : [];
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or InvalidOperationException)
        {
            throw Broken(e);
        }
    }

    private static bool IsElf(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= SectionSize && bytes.StartsWith("\u007fELF\u0002\u0001"u8);

    private static FormatException Broken(Exception e) => new("the ELF program is cut off or contradicts itself", e);

    private List<VersionNeed> ReadNeeds(Section section)
    {
        var symbols = SymbolsByVersion();
        var names = _sections[section.Link].Offset;
        var needs = new List<VersionNeed>();
        var library = section.Offset;
        for (var i = 0; i < section.Info; i++)
        {
            var version = library + (int)UInt32(library + 8);
            for (var j = UInt16(library + 2); j > 0; j--)
            {
                needs.Add(
                    new(Text(names, UInt32(library + 4)), Text(names, UInt32(version + 8)), [.. symbols[UInt16(version + 6)]]));
                // The last entry of a chain has no successor.
                if (UInt32(version + 12) == 0) break;
                version += (int)UInt32(version + 12);
            }
            if (UInt32(library + 12) == 0) break;
            library += (int)UInt32(library + 12);
        }
        return needs;
    }

    /// <summary>The names of the dynamic symbols, by the index of the version that they need.</summary>
    private ILookup<int, string> SymbolsByVersion()
    {
        var (symbols, indexes) = (_sections.First(s => s.Type == DynamicSymbols), _sections.First(s => s.Type == VersionIndexes));
        var names = _sections[symbols.Link].Offset;
        // The highest bit of an index hides the symbol from the linker and means nothing here.
        return Enumerable.Range(0, symbols.Size / SymbolSize)
            .ToLookup(
                i => UInt16(indexes.Offset + (i * 2)) & 0x7fff, i => Text(names, UInt32(symbols.Offset + (i * SymbolSize))));
    }

    private string Text(int table, uint offset)
    {
        var rest = _bytes.AsSpan(checked(table + (int)offset));
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset));

    private uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));

    private ulong UInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(offset));

    private sealed record Section(uint Type, int Offset, int Size, int Link, int Info);
}
