using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SqsIngestor.Mapping.Yaml;

/// <summary>
/// YAML text to nodes with places. Also refuses what YAML allows: duplicate keys, alias bombs, unlimited depth.
/// </summary>
internal sealed class YamlTreeReader
{
    /// <summary>The most nodes after aliases are expanded.</summary>
    internal const int MaxNodes = 500_000;

    /// <summary>The deepest nesting of mappings and lists.</summary>
    internal const int MaxDepth = 64;

    private readonly Dictionary<AnchorName, (YamlNode Node, int Size)> _anchors = [];
    private readonly DiagnosticBag _diagnostics;
    private readonly VariableSubstitution _variables;
    private readonly Parser _parser;
    private int _nodes;

    private YamlTreeReader(string text, VariableSubstitution variables, DiagnosticBag diagnostics)
    {
        _parser = new Parser(new StringReader(text));
        _variables = variables;
        _diagnostics = diagnostics;
    }

    /// <summary>The root of the only document, or null if the text is not valid YAML.</summary>
    public static YamlNode? Read(string text, VariableSubstitution variables, DiagnosticBag diagnostics)
    {
        var reader = new YamlTreeReader(text, variables, diagnostics);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e) when (TabIn(text, e) is { } tab)
        {
            // The library names the start of the mapping.
            diagnostics.Add(
                DiagnosticCodes.YamlInvalid, tab, "the line is indented with a tab; YAML takes only spaces there",
                "replace the tab with spaces");
        }
        catch (YamlException e)
        {
            // The start is where the library began to read, the end where it failed.
            diagnostics.Add(
                DiagnosticCodes.YamlInvalid, e.Start.Line == e.End.Line ? At(e.Start, e.End) : At(e.End, e.End),
                WithoutPlace(e.Message),
                e.Message.Contains("flow mapping", StringComparison.Ordinal)
                    ? "in braces, put quotes around a value with a comma, a colon, a bracket or quotes: \"substring(0, 3)\""
                    : null);
        }
        catch (YamlLimitException e)
        {
            diagnostics.Add(e.Code, e.Position, e.Message);
        }
        // The scanner throws other types of exceptions on hostile text.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            diagnostics.Add(
                DiagnosticCodes.YamlInvalid, At(reader._parser.Current?.Start ?? Mark.Empty, Mark.Empty),
                "the text is not YAML from here on; check brackets and quotes");
        }
        return null;
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _diagnostics.Add(DiagnosticCodes.YamlInvalid, TextPosition.File, "the file is empty");
            return null;
        }
        _parser.Consume<DocumentStart>();
        var root = ReadNode(0).Node;
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            _diagnostics.Add(
                DiagnosticCodes.YamlInvalid, At(second.Start, second.End),
                "a second document starts here; a mapping file has exactly one");
        }
        return root;
    }

    private (YamlNode Node, int Size) ReadNode(int depth)
    {
        var current = _parser.Current ?? throw new YamlException("the file ends in the middle of a value");
        var position = At(current.Start, current.End);
        if (depth > MaxDepth)
        {
            throw new YamlLimitException(DiagnosticCodes.TooDeep, position, $"nested deeper than {MaxDepth} levels");
        }
        var before = _nodes;
        Count(1, position);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (!_anchors.TryGetValue(alias.Value, out var anchored))
            {
                throw new YamlException(alias.Start, alias.End, $"no anchor '{alias.Value}' is defined before this alias");
            }
            Count(anchored.Size, position);
            return anchored;
        }
        if (current is not NodeEvent { Anchor: var anchor })
        {
            throw new YamlException(current.Start, current.End, "expected a value here");
        }
        YamlNode node = current switch
        {
            Scalar => ReadScalar(_parser.Consume<Scalar>(), position),
            SequenceStart => ReadSequence(depth, position),
            MappingStart => ReadMapping(depth, position),
            _ => throw new UnreachableException(),
        };
        var result = (node, _nodes - before);
        if (!anchor.IsEmpty) _anchors[anchor] = result;
        return result;
    }

    private YamlScalar ReadScalar(Scalar scalar, TextPosition position) =>
        new(_variables.Apply(scalar.Value, position, _diagnostics), scalar.Style == ScalarStyle.Plain, position);

    private YamlSequence ReadSequence(int depth, TextPosition position)
    {
        _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(depth + 1).Node);
        return new(items, position);
    }

    private YamlMapping ReadMapping(int depth, TextPosition position)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, int>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var (key, value) = (ReadNode(depth + 1).Node, ReadNode(depth + 1).Node);
            if (key is not YamlScalar name)
            {
                _diagnostics.Add(DiagnosticCodes.WrongKind, key.Position, $"a key must be a scalar, not {key.KindName}");
            }
            else if (lines.TryGetValue(name.Value, out var line))
            {
                _diagnostics.Add(
                    DiagnosticCodes.DuplicateKey, name.Position, $"'{name.Value}' is already defined on line {line}");
            }
            else
            {
                lines.Add(name.Value, name.Position.Line);
                entries.Add(new(name, value));
            }
        }
        return new(entries, position) { IsFlow = start.Style == MappingStyle.Flow };
    }

    private void Count(int nodes, TextPosition position)
    {
        _nodes += nodes;
        if (_nodes <= MaxNodes) return;
        throw new YamlLimitException(
            DiagnosticCodes.TooManyNodes, position, $"more than {MaxNodes:N0} nodes after aliases are expanded");
    }

    private static TextPosition At(Mark start, Mark end)
    {
        var length = end.Line == start.Line ? (int)(end.Column - start.Column) : 1;
        return new((int)Math.Max(1, start.Line), (int)Math.Max(1, start.Column), Math.Max(1, length));
    }

    /// <summary>The first tab in the indentation of a line, from the place of an error on; null if that is another one.</summary>
    private static TextPosition? TabIn(string text, YamlException error)
    {
        var isOfTab = error.Message.Contains("tab", StringComparison.Ordinal)
            || error.Message.Contains("cannot start any token", StringComparison.Ordinal);
        if (!isOfTab) return null;
        var lines = text.Split('\n');
        for (var i = Math.Max(0, (int)error.Start.Line - 1); i < lines.Length; i++)
        {
            var line = lines[i].AsSpan();
            var indentation = line.Length - line.TrimStart(" \t").Length;
            var tab = line[..indentation].IndexOf('\t');
            if (tab >= 0 && !line[indentation..].IsWhiteSpace()) return new(i + 1, tab + 1, 1);
        }
        return null;
    }

    /// <summary>Some messages of the library start with the place, which the diagnostic also has.</summary>
    private static string WithoutPlace(string message)
    {
        var end = message.StartsWith("(Line", StringComparison.Ordinal) ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        return end < 0 ? message : message[(end + 3)..];
    }

    private sealed class YamlLimitException(DiagnosticCode code, TextPosition position, string message) : Exception(message)
    {
        public DiagnosticCode Code { get; } = code;

        public TextPosition Position { get; } = position;
    }
}
