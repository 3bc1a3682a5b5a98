using System.Text;
using System.Xml;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// The elements, attributes and texts of an XML document. JSON needs elements of one name together, which the document does
/// not promise, so all of it is kept until it is written.
/// </summary>
internal sealed class XmlTree
{
    /// <summary>Bytes of a node.</summary>
    public const int NodeSize = 28;

    // Of the table of names that is kept.
    private const int MostNames = 256;

    private const int PieceSize = 4096;

    private readonly WorkMemory _memory;
    private readonly PayloadBuffer _text;
    private readonly PayloadBuffer _names;
    private readonly WorkArray<int> _nameEnds;
    private readonly WorkArray<XmlTreeNode> _nodes;
    private readonly WorkArray<int> _lastChildren;
    private readonly Dictionary<string, int> _elements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _attributes = new(StringComparer.Ordinal);
    private readonly char[] _piece = new char[PieceSize];
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();

    /// <param name="memory">What a message may take.</param>
    public XmlTree(WorkMemory memory)
    {
        _memory = memory;
        (_text, _names, _nameEnds) = (new(memory), new(memory), new(memory));
        (_nodes, _lastChildren) = (new(memory, 64), new(memory));
    }

    /// <summary>How many nodes the document has.</summary>
    public int Count { get; private set; }

    public int NameCount { get; private set; }

    public ref XmlTreeNode this[int node] => ref _nodes.Items[node];

    /// <summary>Begins a document.</summary>
    public void Reset()
    {
        (Count, NameCount, _text.Length, _names.Length) = (0, 0, 0, 0);
        Clear(_elements);
        Clear(_attributes);
    }

    /// <summary>A member's name in JSON, with its colon.</summary>
    public ReadOnlySpan<byte> Name(int name) =>
        _names.Written[(name == 0 ? 0 : _nameEnds.Items[name - 1]).._nameEnds.Items[name]];

    public ReadOnlySpan<byte> Text(in XmlTreeNode node) => _text.Written.Slice(node.Start, node.Length);

    public void AddElement(string name, int depth)
    {
        _lastChildren.Ensure(depth + 2L, depth + 1);
        var node = Append(new() { Kind = XmlTreeKind.Element, Name = Intern(_elements, "", name) }, depth);
        _lastChildren.Items[depth] = node;
        _lastChildren.Items[depth + 1] = -1;
    }

    /// <summary>Adds the attribute at the reader, of the element at the depth before.</summary>
    public void AddAttribute(XmlReader reader, int depth) =>
        AddText(new() { Kind = XmlTreeKind.Attribute, Name = Intern(_attributes, "@", reader.Name) }, reader, depth);

    /// <summary>Adds the text at the reader to the element at the depth before.</summary>
    public void AddText(XmlReader reader, int depth) => AddText(new() { Kind = XmlTreeKind.Text }, reader, depth);

    // A long text is read in pieces, so that it is not in memory as a string too.
    private void AddText(XmlTreeNode node, XmlReader reader, int depth)
    {
        node.Start = _text.Length;
        int read;
        do
        {
            read = reader.ReadValueChunk(_piece, 0, PieceSize);
            var piece = _piece.AsSpan(0, read);
            var room = _text.Reserve(Encoding.UTF8.GetMaxByteCount(read));
            _text.Length += _encoder.GetBytes(piece, room, flush: read == 0);
        }
        while (read > 0);
        node.Length = _text.Length - node.Start;
        _lastChildren.Items[depth] = Append(node, depth);
    }

    private int Append(XmlTreeNode node, int depth)
    {
        _nodes.Ensure(Count + 1L, Count);
        var nodes = _nodes.Items;
        if (depth > 0)
        {
            var before = _lastChildren.Items[depth];
            if (before < 0) nodes[_lastChildren.Items[depth - 1]].FirstChild = Count;
            else nodes[before].Next = Count;
        }
        (node.FirstChild, node.Next, node.NextOfName) = (-1, -1, -1);
        nodes[Count] = node;
        return Count++;
    }

    private int Intern(Dictionary<string, int> known, string prefix, string name)
    {
        if (known.TryGetValue(name, out var index)) return index;
        _memory.Take(MessageMemory.OfName + 4L * name.Length);
        JsonStringWriter.Write(Encoding.UTF8.GetBytes(prefix + name), _names);
        _names.Write((byte)':');
        _nameEnds.Ensure(NameCount + 1L, NameCount);
        _nameEnds.Items[NameCount] = _names.Length;
        known.Add(name, NameCount);
        return NameCount++;
    }

    // A table is as large as the most names of a message were.
    private static void Clear(Dictionary<string, int> names)
    {
        names.Clear();
        if (names.Capacity > MostNames) names.TrimExcess();
    }
}

/// <summary>A part of an XML document.</summary>
internal struct XmlTreeNode
{
    public XmlTreeKind Kind;

    /// <summary>An element before it has its name and parent.</summary>
    public bool IsRepeated;

    /// <summary>The index of its name.</summary>
    public int Name;

    /// <summary>Where its text starts.</summary>
    public int Start;

    /// <summary>The length of its text.</summary>
    public int Length;

    /// <summary>The first child of an element; -1 for none.</summary>
    public int FirstChild;

    /// <summary>The next child of its parent; -1 after the last.</summary>
    public int Next;

    /// <summary>The next element of its name and parent; -1 after the last.</summary>
    public int NextOfName;
}

/// <summary>The kind of an <see cref="XmlTreeNode"/>.</summary>
internal enum XmlTreeKind : byte
{
    /// <summary>An element.</summary>
    Element,

    /// <summary>An attribute.</summary>
    Attribute,

    /// <summary>A text, or a part of one.</summary>
    Text,
}
