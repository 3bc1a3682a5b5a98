using System.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// Writes an <see cref="XmlTree"/> as JSON: an attribute is a member with an @ before its name, text beside other members is
/// <c>#text</c>, elements of one name are an array, an element with text only is a string, and an empty one is null.
/// </summary>
internal sealed class XmlTreeWriter(XmlTree tree, PayloadBuffer output, DocumentContext context)
{
    // For each name the last element that had it, and its parent.
    private readonly WorkArray<(int Parent, int Element)> _last = new(context.Memory);

    private bool IsFull => output.Length > context.MaxBytes;

    /// <summary>Writes the document. Stops after more bytes than the limit.</summary>
    public void Write()
    {
        _last.Ensure(tree.NameCount);
        _last.Items.AsSpan(0, tree.NameCount).Fill((-1, -1));
        output.Write((byte)'{');
        output.Write(tree.Name(tree[0].Name));
        WriteElement(0);
        output.Write((byte)'}');
    }

    private void WriteElement(int element)
    {
        var (child, hasMembers) = (tree[element].FirstChild, false);
        if (child < 0)
        {
            output.Write("null"u8);
            return;
        }
        for (var next = child; next >= 0 && !hasMembers; next = tree[next].Next) hasMembers = tree[next].Kind != XmlTreeKind.Text;
        if (hasMembers) WriteMembers(element, child);
        else WriteText(child);
    }

    private void WriteMembers(int element, int first)
    {
        LinkNames(element, first);
        output.Write((byte)'{');
        var (hasText, isFirst) = (false, true);
        for (var child = first; child >= 0 && !IsFull; child = tree[child].Next)
        {
            ref var node = ref tree[child];
            if (node.IsRepeated || (node.Kind == XmlTreeKind.Text && hasText)) continue;
            if (!isFirst) output.Write((byte)',');
            isFirst = false;
            switch (node.Kind)
            {
                case XmlTreeKind.Attribute:
                    output.Write(tree.Name(node.Name));
                    JsonStringWriter.Write(tree.Text(node), output, context.MaxBytes);
                    break;
                case XmlTreeKind.Text:
                    output.Write("\"#text\":"u8);
                    WriteText(child);
                    hasText = true;
                    break;
                case XmlTreeKind.Element:
                    output.Write(tree.Name(node.Name));
                    WriteElements(child);
                    break;
                default:
                    throw new UnreachableException();
            }
        }
        output.Write((byte)'}');
    }

    private void WriteElements(int first)
    {
        if (tree[first].NextOfName < 0)
        {
            WriteElement(first);
            return;
        }
        output.Write((byte)'[');
        for (var element = first; element >= 0 && !IsFull; element = tree[element].NextOfName)
        {
            if (element != first) output.Write((byte)',');
            WriteElement(element);
        }
        output.Write((byte)']');
    }

    /// <summary>Writes this text and those after it as one.</summary>
    private void WriteText(int text)
    {
        output.Write((byte)'"');
        for (; text >= 0 && !IsFull; text = tree[text].Next)
        {
            if (tree[text].Kind == XmlTreeKind.Text)
                JsonStringWriter.WriteContents(tree.Text(tree[text]), output, context.MaxBytes);
        }
        output.Write((byte)'"');
    }

    private void LinkNames(int element, int first)
    {
        for (var child = first; child >= 0; child = tree[child].Next)
        {
            if (tree[child].Kind != XmlTreeKind.Element) continue;
            ref var last = ref _last.Items[tree[child].Name];
            if (last.Parent == element)
            {
                tree[last.Element].NextOfName = child;
                tree[child].IsRepeated = true;
            }
            last = (element, child);
        }
    }
}
