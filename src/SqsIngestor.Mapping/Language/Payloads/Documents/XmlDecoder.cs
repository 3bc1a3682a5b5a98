using System.Globalization;
using System.Text;
using System.Xml;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// <c>xml</c>: the document in the form of <see cref="XmlTreeWriter"/>. The library's reader allocates. A document type is
/// refused, so there are no entities but the five of XML, and nothing is loaded.
/// </summary>
internal sealed class XmlDecoder : DocumentDecoder
{
    // What the CLI allows, which has no bound for a message: a node takes more than the shortest element.
    private const int MostTimesNodes = 4;

    private readonly DocumentContext _context;
    private readonly XmlTree _tree;
    private readonly XmlTreeWriter _writer;
    private int _open;
    private bool _hasRoot;

    public XmlDecoder(DocumentContext context) : base(context)
    {
        (_context, _tree) = (context, new(context.Memory));
        _writer = new XmlTreeWriter(_tree, Output, context);
    }

    protected override RecordErrorCode Write(PayloadBuffer payload)
    {
        _tree.Reset();
        Memory.Take(XmlTags.MostMemory(payload.Written, _context.IsText));
        var settings = CreateSettings(new XmlNames(Memory));
        using var stream = new MemoryStream(payload.Bytes, 0, payload.Length, writable: false);
        (_open, _hasRoot) = (0, false);
        // The body of a message is UTF-8, whatever an XML declaration says. Bytes have the encoding that they declare.
        var (encoding, problem) = (XmlEncoding.Utf8, "");
        if (!_context.IsText && !XmlEncoding.TryFind(payload.Written, out encoding, out problem)) return Wrong(problem);
        try
        {
            // The library's own change of encodings silently replaces bytes, and throws for some.
            using var text = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false);
            using var reader = XmlReader.Create(text, settings);
            var code = Read(reader);
            if (code != RecordErrorCode.None) return code;
        }
        catch (XmlException e)
        {
            return Wrong(Memory.CanTake(XmlFault.MemoryOf(payload.Written))
                ? XmlFault.Describe(XmlEncoding.Text(payload.Written, encoding), e, _open, _hasRoot)
                : string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber}, column {e.LinePosition}"));
        }
        catch (DecoderFallbackException)
        {
            return RecordErrorCode.TextEncoding;
        }
        _writer.Write();
        EndDocument();
        return RecordErrorCode.None;
    }

    private RecordErrorCode Read(XmlReader reader)
    {
        while (reader.Read())
        {
            // The document is an object around its root element.
            if (reader.NodeType == XmlNodeType.Element && reader.Depth >= _context.MaxDepth)
                return Wrong(PlaceOf(reader), RecordErrorCode.BodyDepth);
            _open = reader.Depth + (reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement ? 1 : 0);
            _hasRoot |= reader.Depth == 0
                && (reader.NodeType == XmlNodeType.EndElement
                    || reader is { NodeType: XmlNodeType.Element, IsEmptyElement: true });
            if ((long)_tree.Count * XmlTree.NodeSize > (long)MostTimesNodes * MaxBytes) return RecordErrorCode.BodySize;
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    ReadElement(reader);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    _tree.AddText(reader, reader.Depth);
                    break;
            }
        }
        return RecordErrorCode.None;
    }

    private static string PlaceOf(XmlReader reader) => reader is IXmlLineInfo place
        ? string.Create(CultureInfo.InvariantCulture, $"line {place.LineNumber}, column {place.LinePosition}")
        : "";

    private void ReadElement(XmlReader reader)
    {
        var depth = reader.Depth;
        _tree.AddElement(reader.Name, depth);
        while (reader.MoveToNextAttribute()) _tree.AddAttribute(reader, depth + 1);
    }

    private static XmlReaderSettings CreateSettings(XmlNames names) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        NameTable = names,
    };
}
