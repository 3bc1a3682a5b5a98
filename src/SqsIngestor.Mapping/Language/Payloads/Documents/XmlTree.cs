using System.Text;
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

    private const int MostNames = 1000;

    private readonly PayloadBuffer _text = new();
    private readonly PayloadBuffer _names = new();
    private readonly List<int> _nameEnds = [];
    private readonly Dictionary<string, int> _elements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _attributes = new(StringComparer.Ordinal);
    private XmlTreeNode[] _nodes = new XmlTreeNode[64];
    private int[] _lastChildren = new int[16];

    /// <summary>How many nodes the document has.</summary>
    public int Count { get; private set; }

    public int NameCount => _nameEnds.Count;

    /// <summary>Bytes of its memory.</summary>
    public int Size => _nodes.Length * NodeSize + _text.Bytes.Length + _names.Bytes.Length;

    public ref XmlTreeNode this[int node] => ref _nodes[node];

    /// <summary>Begins a document. Names are kept, unless there are many.</summary>
    /// <returns>Names were kept.</returns>
    public bool Reset()
    {
        (Count, _text.Length) = (0, 0);
        if (NameCount <= MostNames) return true;
        _names.Length = 0;
        _nameEnds.Clear();
        _elements.Clear();
        _attributes.Clear();
        return false;
    }

    /// <summary>A member's name in JSON, with its colon.</summary>
    public ReadOnlySpan<byte> Name(int name) => _names.Written[(name == 0 ? 0 : _nameEnds[name - 1]).._nameEnds[name]];

    public ReadOnlySpan<byte> Text(in XmlTreeNode node) => _text.Written.Slice(node.Start, node.Length);

    public void AddElement(string name, int depth)
    {
        if (depth + 1 >= _lastChildren.Length) Array.Resize(ref _lastChildren, _lastChildren.Length * 2);
        var node = Append(new() { Kind = XmlTreeKind.Element, Name = Intern(_elements, "", name) }, depth);
        _lastChildren[depth] = node;
        _lastChildren[depth + 1] = -1;
    }

    /// <summary>Adds an attribute of the element at the depth before.</summary>
    public void AddAttribute(string name, string value, int depth) =>
        AddText(new() { Kind = XmlTreeKind.Attribute, Name = Intern(_attributes, "@", name) }, value, depth);

    /// <summary>Adds text to the element at the depth before.</summary>
    public void AddText(string text, int depth) => AddText(new() { Kind = XmlTreeKind.Text }, text, depth);

    private void AddText(XmlTreeNode node, string text, int depth)
    {
        node.Start = _text.Length;
        node.Length = Encoding.UTF8.GetBytes(text, _text.Reserve(Encoding.UTF8.GetByteCount(text)));
        _text.Length += node.Length;
        _lastChildren[depth] = Append(node, depth);
    }

    private int Append(XmlTreeNode node, int depth)
    {
        if (Count == _nodes.Length) Array.Resize(ref _nodes, Count * 2);
        if (depth > 0)
        {
            var before = _lastChildren[depth];
            if (before < 0) _nodes[_lastChildren[depth - 1]].FirstChild = Count;
            else _nodes[before].Next = Count;
        }
        (node.FirstChild, node.Next, node.NextOfName) = (-1, -1, -1);
        _nodes[Count] = node;
        return Count++;
    }

    private int Intern(Dictionary<string, int> known, string prefix, string name)
    {
        if (known.TryGetValue(name, out var index)) return index;
        JsonStringWriter.Write(Encoding.UTF8.GetBytes(prefix + name), _names);
        _names.Write((byte)':');
        _nameEnds.Add(_names.Length);
        known.Add(name, NameCount - 1);
        return NameCount - 1;
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
