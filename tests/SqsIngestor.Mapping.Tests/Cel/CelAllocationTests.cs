using SqsIngestor.Mapping.Cel;

namespace SqsIngestor.Mapping.Tests.Cel;

public sealed class CelAllocationTests
{
    private const string Message = """
        {"body":{"type":"order.created","order":{"id":"9","total":12.30,"lines":[{"sku":"a","qty":1},{"sku":"b","qty":3}]},
         "at":"2026-03-01T12:00:00Z","esc":"a\tb","values":["a",1,2.5,255]},
         "line":{"qty":3,"sku":"sku-\u00e9"},"x":5,"y":2.5}
        """;

    [Theory]
    [InlineData("body.type == 'order.created' && has(body.order) && line.qty > 2")]
    [InlineData("body.type.startsWith('order.') && line.sku.endsWith('\\u00e9') && body.type.contains('.cr')")]
    [InlineData("body.type in ['order.paid', 'order.cancelled', 'order.created']")]
    [InlineData("x * 2 + 1 > 10 && y / 2.0 < 1.3 && -x < 0 && x % 2 == 1 && line.qty <= x")]
    [InlineData("body.esc == 'a\\tb' && size(body.esc) == 3")]
    [InlineData("body.order.lines.exists(l, l.qty > 2) && body.order.lines.all(l, has(l.sku))")]
    [InlineData("size(body.order.lines) == 2 && body.order.lines[1].sku == 'b'")]
    [InlineData("timestamp(body.at) > timestamp('2026-01-01T00:00:00Z') && timestamp(body.at).getHours('+01:00') == 13")]
    [InlineData("timestamp(body.at) + duration('1h30m') - timestamp(body.at) == duration('90m')")]
    [InlineData("string(x) + '-' + line.sku + string(y) != ''")]
    [InlineData("int(body.order.id) == 9 && double('2.5') == y && bool('true')")]
    [InlineData("gone.field == 1 || (x > 1 ? true : false)")]
    [InlineData("body.type.matches('^order\\\\.[a-z]+$')")]
    [InlineData("body.?order.?id.orValue('') == '9' && !body.?gone.?id.hasValue() && has(body.?order.id)")]
    [InlineData("body.order.lines[?1].?sku.or(body.?type).value() == 'b' && optional.of(x).optMap(v, v + 1).value() == 6")]
    [InlineData("cel.bind(t, body.type.upperAscii(), t.startsWith('ORDER') && t.substring(6) == 'CREATED')")]
    [InlineData("body.type.indexOf('.') == 5 && body.type.lastIndexOf('e') == 11 && body.esc.charAt(1) == '\\t'")]
    [InlineData("body.type.replace('.', '/', 1).trim().reverse().lowerAscii() == 'detaerc/redro'")]
    [InlineData("'%s-%d-%.2f-%x'.format(body.values) == 'a-1-2.50-ff'")]
    [InlineData("base64.decode(base64.encode(bytes(body.type))) == bytes(body.type) && strings.quote(line.sku) != ''")]
    [InlineData("math.greatest(x, y, 3) == 5 && math.round(y) == 3.0 && math.abs(-x) == 5 && math.bitAnd(x, 4) == 4")]
    [InlineData("body.order.lines.exists(i, l, i == 1 && l.qty == 3) && body.order.all(k, v, k != '')")]
    [InlineData("body.order == body.order && body.order.lines != [] && 'id' in body.order")]
    public void Evaluate_CommonCondition_AllocatesNothing(string text)
    {
        var program = CelRun.Compile(text, CelRun.Json([.. CelRun.Environment.Names, "gone"]));
        var (scope, context) = (new JsonScope(program, Message), new CelContext());
        for (var i = 0; i < 100; i++) Assert.True(Once(program, scope, context));

        Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => Allocated(program, scope, context)));
    }

    /// <summary>
    /// Bytes of 1000 evaluations. A collection that another test causes meanwhile counts this thread's unused share of
    /// the heap as allocated, so one round proves nothing, but a real allocation shows in every round.
    /// </summary>
    private static long Allocated(CelProgram program, JsonScope scope, CelContext context)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Once(program, scope, context);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static bool Once(CelProgram program, JsonScope scope, CelContext context) => program.Evaluate(scope, context).IsTrue;
}
