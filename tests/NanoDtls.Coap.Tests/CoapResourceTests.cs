// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapResourceTests
    {
        [TestMethod]
        // RFC 7252 appendix B and section 6.3.
        [DataRow("coap://example.net/", "example.net", 5683, false, "3=example.net")]
        [DataRow("coap://example.net/.well-known/core", "example.net", 5683, false, "3=example.net 11=.well-known 11=core")]
        [DataRow("coap://xn--18j4d.example/%E3%81%93%E3%82%93%E3%81%AB%E3%81%A1%E3%81%AF", "xn--18j4d.example", 5683, false, "3=xn--18j4d.example 11=\u3053\u3093\u306B\u3061\u306F")]
        [DataRow("coap://198.51.100.1:61616//%2F//?%2F%2F&?%26", "198.51.100.1", 61616, false, "11= 11=/ 11= 11= 15=// 15=?&")]
        [DataRow("coap://example.com:5683/~sensors/temp.xml", "example.com", 5683, false, "3=example.com 11=~sensors 11=temp.xml")]
        [DataRow("coap://EXAMPLE.com/%7Esensors/temp.xml", "example.com", 5683, false, "3=example.com 11=~sensors 11=temp.xml")]
        [DataRow("coap://EXAMPLE.com:/%7esensors/temp.xml", "example.com", 5683, false, "3=example.com 11=~sensors 11=temp.xml")]
        // What libcoap's tests of its URI parser hold.
        [DataRow("coap://[::1]/.well-known/core", "::1", 5683, false, "11=.well-known 11=core")]
        [DataRow("coap://[::1]:8000/.well-known/core", "::1", 8000, false, "11=.well-known 11=core")]
        [DataRow("coap://localhost/?foo&bla=fasel", "localhost", 5683, false, "3=localhost 15=foo 15=bla=fasel")]
        [DataRow("coap://134.102.218.2/.well-known/core", "134.102.218.2", 5683, false, "11=.well-known 11=core")]
        [DataRow("coap://foo.bar:5683/some_resource/with/multiple/segments", "foo.bar", 5683, false, "3=foo.bar 11=some_resource 11=with 11=multiple 11=segments")]
        // Schemes, hosts and ports.
        [DataRow("coaps://10.0.0.1/s/1", "10.0.0.1", 5684, true, "11=s 11=1")]
        [DataRow("CoAPs://10.0.0.1:1/", "10.0.0.1", 1, true, "")]
        [DataRow("coaps://10.0.0.1:65535", "10.0.0.1", 65535, true, "")]
        [DataRow("coap://10.0.0.1:000080/", "10.0.0.1", 80, false, "")]
        [DataRow("coap://0.0.0.0", "0.0.0.0", 5683, false, "")]
        [DataRow("coap://255.255.255.255", "255.255.255.255", 5683, false, "")]
        [DataRow("coap://10.0.0.256", "10.0.0.256", 5683, false, "3=10.0.0.256")]
        [DataRow("coap://10.0.0.01", "10.0.0.01", 5683, false, "3=10.0.0.01")]
        [DataRow("coap://10.0.0", "10.0.0", 5683, false, "3=10.0.0")]
        [DataRow("coap://10.0.0.1.", "10.0.0.1.", 5683, false, "3=10.0.0.1.")]
        [DataRow("coap://1.2.3.4.5", "1.2.3.4.5", 5683, false, "3=1.2.3.4.5")]
        [DataRow("coap://[2001:DB8::192.0.2.33]", "2001:db8::192.0.2.33", 5683, false, "")]
        [DataRow("coap://a-b_c~d!$&'()*+,;=e", "a-b_c~d!$&'()*+,;=e", 5683, false, "3=a-b_c~d!$&'()*+,;=e")]
        // Section 6.4 step 5 lowers the case first and decodes then.
        [DataRow("coap://A%42c", "a%42c", 5683, false, "3=aBc")]
        // Paths.
        [DataRow("coap://h", "h", 5683, false, "3=h")]
        [DataRow("coap://h//", "h", 5683, false, "3=h 11= 11=")]
        [DataRow("coap://h/a/", "h", 5683, false, "3=h 11=a 11=")]
        [DataRow("coap://h/a//b", "h", 5683, false, "3=h 11=a 11= 11=b")]
        [DataRow("coap://h/:@!$&'()*+,;=-._~%25", "h", 5683, false, "3=h 11=:@!$&'()*+,;=-._~%")]
        [DataRow("coap://h/...", "h", 5683, false, "3=h 11=...")]
        [DataRow("coap://h/.a", "h", 5683, false, "3=h 11=.a")]
        [DataRow("coap://h/a.", "h", 5683, false, "3=h 11=a.")]
        // RFC 3986 section 5.2.4, also for encoded dots.
        [DataRow("coap://h/a/./b", "h", 5683, false, "3=h 11=a 11=b")]
        [DataRow("coap://h/a/../b", "h", 5683, false, "3=h 11=b")]
        [DataRow("coap://h/../a", "h", 5683, false, "3=h 11=a")]
        [DataRow("coap://h/a/b/..", "h", 5683, false, "3=h 11=a 11=")]
        [DataRow("coap://h/a/.", "h", 5683, false, "3=h 11=a 11=")]
        [DataRow("coap://h/a/..", "h", 5683, false, "3=h")]
        [DataRow("coap://h/.", "h", 5683, false, "3=h")]
        [DataRow("coap://h/./", "h", 5683, false, "3=h")]
        [DataRow("coap://h//..", "h", 5683, false, "3=h")]
        [DataRow("coap://h//.", "h", 5683, false, "3=h 11= 11=")]
        [DataRow("coap://h/a/b/c/../../d", "h", 5683, false, "3=h 11=a 11=d")]
        [DataRow("coap://h/a/%2e%2E/b", "h", 5683, false, "3=h 11=b")]
        [DataRow("coap://h/%2E/b", "h", 5683, false, "3=h 11=b")]
        // Queries.
        [DataRow("coap://h?a", "h", 5683, false, "3=h 15=a")]
        [DataRow("coap://h:9?a", "h", 9, false, "3=h 15=a")]
        [DataRow("coap://10.0.0.1?a", "10.0.0.1", 5683, false, "15=a")]
        [DataRow("coap://10.0.0.1/p?a&b", "10.0.0.1", 5683, false, "11=p 15=a 15=b")]
        [DataRow("coap://h/?a&&b", "h", 5683, false, "3=h 15=a 15= 15=b")]
        [DataRow("coap://h/?", "h", 5683, false, "3=h 15=")]
        [DataRow("coap://h/?a=/b?c/..", "h", 5683, false, "3=h 15=a=/b?c/..")]
        [DataRow("coap://h/a&b", "h", 5683, false, "3=h 11=a&b")]
        public void C_15_UriDecomposesIntoOptions(string uri, string host, int port, bool isSecure, string options)
        {
            CoapResource resource = new(uri);

            Assert.AreEqual(host, resource.Host);
            Assert.AreEqual(port, resource.Port);
            Assert.AreEqual(isSecure, resource.IsSecure);
            Assert.AreEqual(options, new EngineBench().Start(CoapMethod.Get, resource, []).OptionText());
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("coap")]
        [DataRow("coap:")]
        [DataRow("coap://")]
        [DataRow("coap:///path")]
        [DataRow("coap://:100000")]
        [DataRow("coap://:5683/")]
        [DataRow("coap://foo:100000")]
        [DataRow("coap://foo:65536")]
        [DataRow("coap://foo:99999999999999999999")]
        [DataRow("coap://foo:0")]
        [DataRow("coap://foo:-1")]
        [DataRow("coap://foo:80x/")]
        [DataRow("coap://foo:80&x")]
        [DataRow("http://example.com/%7E%AB%13")]
        [DataRow("http://example.com/%x")]
        [DataRow("/absolute/path")]
        [DataRow("coap+tcp://h/")]
        [DataRow("coapss://h/")]
        [DataRow("coap:/h/")]
        [DataRow(" coap://h/")]
        [DataRow("coap://user@h/")]
        [DataRow("coap://h/#frag")]
        [DataRow("coap://h#frag")]
        [DataRow("coap://h/?q#frag")]
        [DataRow("coap://h/%")]
        [DataRow("coap://h/%1")]
        [DataRow("coap://h/%1/2")]
        [DataRow("coap://h/%g0")]
        [DataRow("coap://h/?%0")]
        [DataRow("coap://%zz/")]
        [DataRow("coap://h/a b")]
        [DataRow("coap://h/a\"b")]
        [DataRow("coap://h/<a>")]
        [DataRow("coap://h/a\\b")]
        [DataRow("coap://h/a^b")]
        [DataRow("coap://h/a`b")]
        [DataRow("coap://h/{a}")]
        [DataRow("coap://h/a|b")]
        [DataRow("coap://h/[a]")]
        [DataRow("coap://h/\u00E9")]
        [DataRow("coap://h/a\tb")]
        [DataRow("coap://h/a\0b")]
        [DataRow("coap://h\u007F/")]
        [DataRow("coap://[::1")]
        [DataRow("coap://[::1]x")]
        [DataRow("coap://[::1]&x")]
        [DataRow("coap://[]")]
        [DataRow("coap://[1]")]
        [DataRow("coap://[::g]")]
        [DataRow("coap://[fe80::1%25eth0]/")]
        [DataRow("coap://[v1.x]/")]
        [DataRow("coap://[1:2:3:4:5:6:7:8:9:]/")]
        [DataRow("coap://::1/")]
        public void C_15_InvalidUriIsRefused(string uri)
        {
            Assert.ThrowsExactly<ArgumentException>(() => new CoapResource(uri));
        }

        [TestMethod]
        public void C_15_MissingUriIsRefused()
        {
            Assert.ThrowsExactly<ArgumentNullException>(() => new CoapResource(null!));
        }

        [TestMethod]
        public void C_15_ValuesOfAtMost255BytesAreAccepted()
        {
            string longest = new('x', 255);
            string tooLong = longest + "y";
            CoapClientOptions options = new() { MaxMessage = 1152, InitialMessageId = 1 };

            foreach (string uri in new[] { $"coap://{longest}", $"coap://h/{longest}/%41{longest[1..]}", $"coap://h?{longest}" })
            {
                WireMessage request = new EngineBench(options).Start(CoapMethod.Get, new CoapResource(uri), []);
                Assert.HasCount(255, request.Options[^1].Value);
            }

            Assert.ThrowsExactly<ArgumentException>(() => new CoapResource($"coap://{tooLong}"));
            Assert.ThrowsExactly<ArgumentException>(() => new CoapResource($"coap://h/{tooLong}"));
            Assert.ThrowsExactly<ArgumentException>(() => new CoapResource($"coap://h?{tooLong}"));
        }

        [TestMethod]
        public void C_15_OptionsKeepTheirOrderAroundContentFormatAndAccept()
        {
            string[] uris = ["coap://10.0.0.1", "coap://h", "coap://10.0.0.1/p", "coap://h/p", "coap://10.0.0.1?q", "coap://h?q", "coap://h/p?q", "coap://10.0.0.1?qqqqqqqqqqqqqqqqqqqq&r"];
            foreach (string uri in uris)
            {
                foreach (int contentFormat in new[] { CoapContentFormat.None, 0, 112, 65535 })
                {
                    foreach (int accept in new[] { CoapContentFormat.None, 0, 60, 65535 })
                    {
                        WireMessage request = new EngineBench().Start(CoapMethod.Put, new CoapResource(uri), [1], contentFormat, accept);

                        List<int> numbers = request.Options.ConvertAll(o => o.Number);
                        CollectionAssert.AreEqual(numbers.Order().ToList(), numbers);
                        Assert.AreEqual(contentFormat, Number(request, 12), uri);
                        Assert.AreEqual(accept, Number(request, 17), uri);
                        Assert.AreEqual(uri.Split('/', '?').Length - 2 + uri.Count(c => c == '&') - (uri.Contains("10.0") ? 1 : 0), numbers.Count(n => n is 3 or 11 or 15), uri);
                        CollectionAssert.AreEqual(new byte[] { 1 }, request.Payload);
                    }
                }
            }
        }

        private static int Number(WireMessage message, int option)
        {
            byte[]? value = message.Options.Where(o => o.Number == option).Select(o => o.Value).SingleOrDefault();
            if (value == null)
            {
                return CoapContentFormat.None;
            }

            Assert.IsFalse(value.Length > 0 && value[0] == 0, "shortest form");
            return value.Aggregate(0, (n, b) => (n << 8) | b);
        }
    }
}
