using System.Text;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary><c>xml</c>: its form as JSON, and what is refused.</summary>
public class XmlPayloadTests
{
    private const string NotRead =
        "an encoding that the function does not read: it reads utf-8, utf-16, utf-32, us-ascii and iso-8859-1";

    private const string NotThere = "a declaration of an encoding that its bytes do not have";
    private const string Dtd = "line 1, column 1: a document type (DTD), which is refused";

    [Theory]
    [InlineData("<a/>", """{"a":null}""")]
    [InlineData("<a></a>", """{"a":null}""")]
    [InlineData("<a> \n </a>", """{"a":null}""")]
    [InlineData("<a xml:space='preserve'> </a>", """{"a":{"@xml:space":"preserve","#text":" "}}""")]
    [InlineData("<a>1</a>", """{"a":"1"}""")]
    [InlineData("<a> 1 </a>", """{"a":" 1 "}""")]
    [InlineData("<a id=\"1\"/>", """{"a":{"@id":"1"}}""")]
    [InlineData("<a id='1' b='\"'>text</a>", """{"a":{"@id":"1","@b":"\"","#text":"text"}}""")]
    [InlineData("<a>\n<b>1</b>\n<c>2</c>\n</a>", """{"a":{"b":"1","c":"2"}}""")]
    [InlineData("<a><b>1</b><c/><b>2</b><b x='3'/></a>", """{"a":{"b":["1","2",{"@x":"3"}],"c":null}}""")]
    [InlineData("<a>x<b/>y</a>", """{"a":{"#text":"xy","b":null}}""")]
    [InlineData("<a><b><b>1</b></b><b><b>2</b><b>3</b></b></a>", """{"a":{"b":[{"b":"1"},{"b":["2","3"]}]}}""")]
    [InlineData("<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;</a>", """{"a":"<>&\"'A😀"}""")]
    [InlineData("<a><![CDATA[<b>&amp;]]>!</a>", """{"a":"<b>&amp;!"}""")]
    [InlineData("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><!-- c --><?p q?><a>ü</a>", """{"a":"ü"}""")]
    [InlineData("<s:E xmlns:s=\"u\"><s:B/></s:E>", """{"s:E":{"@xmlns:s":"u","s:B":null}}""")]
    [InlineData("<a>1\r\n2</a>", """{"a":"1\u000a2"}""")]
    [InlineData("\uFEFF<a/>", """{"a":null}""")]
    public void Body_Document_IsAnObject(string xml, string expected) => Assert.Equal(expected, Run("xml").Body(xml));

    [Theory]
    [InlineData("", "line 1, column 1: the document is empty")]
    [InlineData(" ", "line 1, column 2: the document is empty")]
    [InlineData("text", "line 1, column 1: something before the root element, or another format than XML")]
    [InlineData("{\"a\":1}", "line 1, column 1: something before the root element, or another format than XML")]
    [InlineData("<a>x", "line 1, column 5: the document is cut off")]
    [InlineData("<a>\n <b x='1'", "line 2, column 10: the document is cut off")]
    [InlineData("<a><![CDATA[x</a>", "line 1, column 18: the document is cut off")]
    [InlineData("<a></b>", "line 1, column 6: an end tag that does not match its start tag")]
    [InlineData("<a>\n <b>x</c>\n</a>", "line 2, column 8: an end tag that does not match its start tag")]
    [InlineData("<a/><b/>", "line 1, column 6: something after the root element")]
    [InlineData("<a></a>x", "line 1, column 8: something after the root element")]
    [InlineData("<a x='1' x='2'/>", "line 1, column 10: a tag that is not well-formed")]
    [InlineData("<a x=1/>", "line 1, column 6: a tag that is not well-formed")]
    [InlineData("<p:a/>", "line 1, column 2: a prefix that no xmlns declares")]
    [InlineData("<a>\n <b p:x='1'/></a>", "line 2, column 5: a prefix that no xmlns declares")]
    [InlineData("<a xmlns:p='u' p:x='1' p:x='2'/>", "line 1, column 24: a tag that is not well-formed")]
    [InlineData("<?xml version='1.1'?><a/>", "line 1, column 16: a version of XML other than 1.0")]
    [InlineData("<?xml version=\"2.0\" ?><a/>", "line 1, column 16: a version of XML other than 1.0")]
    [InlineData("<?xml version='1.0' x?><a/>", "line 1, column 21: an XML declaration that is not well-formed")]
    [InlineData(" <?xml version='1.0'?><a/>", "line 1, column 4: an XML declaration that is not at the start")]
    [InlineData("<a>]]></a>", "line 1, column 4: text that is not well-formed")]
    [InlineData("<a>&nbsp;</a>", "line 1, column 5: an & that begins none of the five entities of XML")]
    [InlineData("<a>x & y</a>", "line 1, column 7: an & that begins none of the five entities of XML")]
    [InlineData("<a>&#0;</a>", "line 1, column 6: a character that XML does not allow")]
    [InlineData("<a>\u0001</a>", "line 1, column 4: a character that XML does not allow")]
    [InlineData("<!DOCTYPE a><a/>", Dtd)]
    [InlineData("<?xml version='1.0'?>\n<!DOCTYPE a><a/>", "line 2, column 1: a document type (DTD), which is refused")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", Dtd)]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;\">]><a>&z;</a>", Dtd)]
    public void Body_NotXmlOrWithADocumentType_IsRefusedWithTheReason(string xml, string reason)
    {
        var run = Run("xml");

        Assert.Equal("body_syntax", run.Body(xml));
        Assert.Equal("in the step xml: " + reason, run.Payload.Fault!.Detail);
    }

    [Fact]
    public void Body_Bytes_HaveTheEncodingThatTheyDeclare()
    {
        var xml = Encoding.Latin1.GetBytes("<?xml version='1.0' encoding='iso-8859-1'?><a>ü</a>");

        Assert.Equal("""{"a":"ü"}""", Run("[base64, xml]").Body(Convert.ToBase64String(xml)));
        Assert.Equal("""{"a":"ü"}""", Run("[base64, xml]").Body(Convert.ToBase64String(Encoding.Unicode.GetPreamble().Concat(
            Encoding.Unicode.GetBytes("<a>ü</a>")).ToArray())));
        Assert.Equal("text_encoding", Run("[base64, xml]").Body(Convert.ToBase64String(Encoding.Latin1.GetBytes("<a>ü</a>"))));
        Assert.Equal("text_encoding", Run("xml").Body(Encoding.Latin1.GetBytes("<a>ü</a>")));
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("UTF-8", "utf-8")]
    [InlineData("us-ascii", "us-ascii")]
    [InlineData("ASCII", "us-ascii")]
    [InlineData("iso-8859-1", "iso-8859-1")]
    [InlineData("latin1", "iso-8859-1")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16", "utf-16BE")]
    [InlineData("utf-8", "utf-16")]
    [InlineData("utf-32", "utf-32")]
    [InlineData("utf-32", "utf-32BE")]
    public void Body_BytesOfEveryEncoding_AreRead(string declared, string encoding)
    {
        var text = encoding == "us-ascii" ? "Muller" : "Müller";
        var xml = Encoding.GetEncoding(encoding).GetBytes($"<?xml version=\"1.0\" encoding = '{declared}' ?><a>{text}</a>");

        Assert.Equal($$"""{"a":"{{text}}"}""", Run("[base64, xml]").Body(Convert.ToBase64String(xml)));
        byte[] marked = [.. Encoding.GetEncoding(encoding).GetPreamble(), .. xml];
        Assert.Equal($$"""{"a":"{{text}}"}""", Run("[base64, xml]").Body(Convert.ToBase64String(marked)));
    }

    [Theory]
    [InlineData("us-ascii", "3c613e4dc3bc3c2f613e")]
    [InlineData("ascii", "3c613ec33c2f613e")]
    [InlineData("utf-8", "3c613ec33c2f613e")]
    [InlineData("utf-8", "3c612f3ec3")]
    [InlineData("", "fffe3c0061003e0000d83c002f0061003e00")]
    [InlineData("", "fffe3c0061002f003e00c3")]
    [InlineData("", "fffe00003c0000006100000000d800002f0000003e000000")]
    public void Body_BytesThatTheEncodingDoesNotHave_AreRefused(string declared, string hex)
    {
        var declaration = declared.Length == 0 ? "" : $"<?xml version='1.0' encoding='{declared}'?>";
        byte[] xml = [.. Encoding.ASCII.GetBytes(declaration), .. Convert.FromHexString(hex)];

        Assert.Equal("text_encoding", Run("[base64, xml]").Body(Convert.ToBase64String(xml)));
    }

    [Theory]
    [InlineData("windows-1252", NotRead)]
    [InlineData("utf-7", NotRead)]
    [InlineData("x y", NotRead)]
    [InlineData("utf-16", NotThere)]
    [InlineData("utf-32", NotThere)]
    public void Body_EncodingThatIsNotReadOrNotThere_IsRefusedWithTheReason(string declared, string reason)
    {
        var run = Run("[base64, xml]");
        var xml = Encoding.ASCII.GetBytes($"<?xml version='1.0' encoding='{declared}'?><a/>");

        Assert.Equal("body_syntax", run.Body(Convert.ToBase64String(xml)));
        Assert.Equal("in the step xml: " + reason, run.Payload.Fault!.Detail);
    }

    [Fact]
    public void Body_WrongDocumentInUtf16_NamesThePlace()
    {
        var run = Run("[base64, xml]");

        Assert.Equal("body_syntax", run.Body(Convert.ToBase64String(Encoding.Unicode.GetBytes("<a>\n<ü></b></a>"))));
        Assert.Equal(
            "in the step xml: line 2, column 6: an end tag that does not match its start tag", run.Payload.Fault!.Detail);
    }

    [Fact]
    public void Body_DeclarationThatIsNotUtf8_IsRefused()
    {
        // The library's change of encodings fails on these bytes.
        var xml = Convert.FromHexString("3c3f786d6c2076657273696f6e3d22312e30d020656e636f64696e673dffffffff52455458223f3e3c613e");

        Assert.Equal("text_encoding", Run("[base64, xml]").Body(Convert.ToBase64String(xml)));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(100_000, false)]
    public void Body_DeepDocument_StopsAtTheLimit(int depth, bool isTaken)
    {
        var xml = string.Concat(Enumerable.Repeat("<a>", depth)) + "<b/>" + string.Concat(Enumerable.Repeat("</a>", depth));

        var run = Run("xml");
        Assert.Equal(isTaken, run.Body(xml) != "body_depth");
        if (isTaken) return;
        Assert.Equal(
            "found more at line 1, column 194, wanted at most 64 levels of objects and arrays", run.Payload.Fault!.Detail);
    }

    [Fact]
    public void Body_ManyElementsOfManyNames_AreReadInTimeAndForgotten()
    {
        var run = Run("xml");
        var names = Enumerable.Range(0, 50_000).Select(i => $"<n{i}/>");
        Assert.StartsWith("""{"a":{"n0":[null,null],"n1":[null""", run.Body($"<a>{string.Concat(names.Concat(names))}</a>"),
            StringComparison.Ordinal);

        Assert.Equal("""{"b":{"@n0":"1"}}""", run.Body("<b n0='1'/>"));
    }

    private static PayloadRun Run(string steps) => new($"payload: {{ decode: {steps} }}");
}
