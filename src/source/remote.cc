// The whole of libgit2's network code is used here, and only here. What it is
// allowed to do is narrowed in four places: the URL was made by locator.cc, the
// callbacks below answer every question, redirects stay on the host, and limits are
// looked at whenever bytes come in. Time and memory are the parent's and the
// kernel's business.
#include "source/remote.h"

#include <git2.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "base/text.h"
#include "source/git_odb.h"
#include "source/git_resolve.h"
#include "source/names.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxHeads = 200'000;

template <class T, void (*Free)(T*)>
struct Deleter {
  void operator()(T* value) const { Free(value); }
};
template <class T, void (*Free)(T*)>
using Owned = std::unique_ptr<T, Deleter<T, Free>>;
using Repository = Owned<git_repository, git_repository_free>;
using Remote = Owned<git_remote, git_remote_free>;

/// What the callbacks share: what they may use up and what they saw.
struct Session {
  const Request& request;
  const AskPassword& ask;
  bool tried_token = false;
  bool tried_question = false;
  bool tried_key = false;
  bool tried_agent = false;
  bool asked = false;  // the server wanted to know who we are
  bool bad_certificate = false;
  std::uint64_t chatter = 0;
  std::string too_large{};
};

int give_password(git_credential** out, const UserAndPassword& secret) {
  return git_credential_userpass_plaintext_new(out, secret.user.c_str(), secret.password.c_str());
}

int on_credentials(git_credential** out, const char*, const char* user, unsigned allowed,
                   void* payload) {
  auto& session = *static_cast<Session*>(payload);
  const Request& request = session.request;
  session.asked = true;
  const std::string name = user != nullptr ? user : request.user;
  if ((allowed & GIT_CREDENTIAL_USERNAME) != 0)
    return git_credential_username_new(out, name.c_str());
  if ((allowed & GIT_CREDENTIAL_SSH_KEY) != 0 && request.locator.kind == Locator::Kind::kSsh) {
    if (!request.ssh_key.empty() && !std::exchange(session.tried_key, true))
      return git_credential_ssh_key_new(out, name.c_str(), nullptr, request.ssh_key.c_str(),
                                        nullptr);
    if (request.ssh_agent && !std::exchange(session.tried_agent, true))
      return git_credential_ssh_key_from_agent(out, name.c_str());
  }
  if ((allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT) != 0 &&
      request.locator.kind != Locator::Kind::kSsh) {
    if (request.token && !std::exchange(session.tried_token, true))
      return give_password(out, *request.token);
    if (request.ask_for_password && !std::exchange(session.tried_question, true))
      if (const auto answer = session.ask()) return give_password(out, *answer);
  }
  return GIT_EAUTH;
}

// libgit2 has checked the certificate against the authorities, or the host key against known_hosts;
// without this callback it would go on with some that failed.
int on_certificate(git_cert*, int valid, const char*, void* payload) {
  if (valid != 0) return 0;
  static_cast<Session*>(payload)->bad_certificate = true;
  return GIT_ECERTIFICATE;
}

int too_large(Session& session, std::string why) {
  session.too_large = std::move(why);
  return GIT_EUSER;
}

int on_progress(const git_indexer_progress* stats, void* payload) {
  auto& session = *static_cast<Session*>(payload);
  const Limits& limits = session.request.limits;
  if (stats->received_bytes > limits.max_bytes)
    return too_large(session, "has more than " + std::to_string(limits.max_bytes) + " bytes");
  if (stats->total_objects > limits.max_objects)
    return too_large(session, "has more than " + std::to_string(limits.max_objects) + " objects");
  return 0;
}

int on_sideband(const char*, int length, void* payload) {
  auto& session = *static_cast<Session*>(payload);
  session.chatter += static_cast<std::uint64_t>(std::max(0, length));
  return session.chatter > session.request.limits.max_bytes
             ? too_large(session, "sends messages without end")
             : 0;
}

template <class T>
void set_callbacks(T& options, Session& session) {
  options.callbacks.credentials = on_credentials;
  options.callbacks.certificate_check = on_certificate;
  options.callbacks.transfer_progress = on_progress;
  options.callbacks.sideband_progress = on_sideband;
  options.callbacks.payload = &session;
  options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
  options.proxy_opts.type = GIT_PROXY_NONE;
  if (session.request.proxy.empty()) return;
  options.proxy_opts.type = GIT_PROXY_SPECIFIED;
  options.proxy_opts.url = session.request.proxy.c_str();
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

tl::unexpected<Error> access_refused(const Session& session, const std::string& origin) {
  const bool ssh = session.request.locator.kind == Locator::Kind::kSsh;
  const bool tried =
      session.tried_key || session.tried_agent || session.tried_token || session.tried_question;
  const std::string hint =
      ssh ? "load a key into ssh-agent or name one that has no passphrase (--ssh-key)"
          : "give a token (--token-file) or let `git credential` know one";
  return fail("no access to " + origin + ": " +
                  (tried ? "the server does not accept the credentials"
                         : "it is private, or does not exist, and there are no credentials for it"),
              hint);
}

// libgit2 tells its failures apart by code and class only here and there; the rest is in the text.
tl::unexpected<Error> explain(int code, const Session& session) {
  const std::string text = libgit2_message();
  const std::string origin = in_quotes(session.request.locator.origin);
  if (session.bad_certificate || code == GIT_ECERTIFICATE) {
    if (session.request.locator.kind == Locator::Kind::kSsh)
      return fail("the host key of " + origin + " is unknown or has changed: " + text,
                  "check it, then: ssh-keyscan HOST >> ~/.ssh/known_hosts");
    return fail("the certificate of " + origin + " is not trusted: " + text,
                "if the server has an authority of its own, name its file (--ca-file)");
  }
  // Our own address was well formed, so a malformed one came from the server.
  if (contains(text, "redirect") || contains(text, "malformed URL"))
    return fail(origin + " redirects to another place, which is not followed: " + text,
                "give the address that it redirects to, if that is the right one");
  if (contains(text, "status code: 404") ||
      contains(text, "does not appear to be a git repository") || contains(text, "not found") ||
      contains(text, "does not exist") || contains(text, "status code: 410"))
    return fail(ErrorKind::kNotFound, "there is no repository " + origin + ": " + text,
                "check the address; a private repository can look like this too");
  if (code == GIT_EAUTH || (session.asked && contains(text, "authenticat")) ||
      contains(text, "status code: 401") || contains(text, "status code: 403"))
    return access_refused(session, origin);
  return fail("fetch " + origin + ": " + text, "check the address and the network, then try again");
}

Fetched rejected(const Session& session) {
  Fetched fetched;
  fetched.rejected.push_back(
      {"", 0, "source_too_large", "the repository " + session.too_large + "; make it smaller"});
  return fetched;
}

struct Heads {
  std::vector<std::string> names;  ///< full names; no peeled tags
  std::string head_target;         ///< "refs/heads/main", or "" where HEAD is detached or absent
  std::string head_id;             ///< hexadecimal, or ""
};

Result<Heads> list_heads(git_remote* remote, const Session& session) {
  const git_remote_head** list = nullptr;
  std::size_t count = 0;
  if (const int error = git_remote_ls(&list, &count, remote); error != 0)
    return explain(error, session);
  Heads heads;
  for (std::size_t i = 0; i < std::min(count, kMaxHeads); ++i) {
    const std::string name = list[i]->name;
    if (name == "HEAD") {
      char hex[GIT_OID_HEXSZ + 1] = {};
      git_oid_tostr(hex, sizeof hex, &list[i]->oid);
      heads.head_id = hex;
      if (list[i]->symref_target != nullptr) heads.head_target = list[i]->symref_target;
    } else if (int valid = 0; !name.ends_with("^{}") &&
                              git_reference_name_is_valid(&valid, name.c_str()) == 0 &&
                              valid == 1) {
      heads.names.push_back(name);
    }
  }
  return heads;
}

/// What to fetch, and what HEAD is to be in the repository of our own.
struct Plan {
  std::vector<std::string> refspecs;
  std::string head = "ref: refs/heads/main";
  bool history = false;  ///< whether more than the tips is needed
};

std::string same_name(const std::string& name) {
  return "+" + name + ":" + name;
}

bool has(const Heads& heads, const std::string& name) {
  return std::find(heads.names.begin(), heads.names.end(), name) != heads.names.end();
}

std::string near(const Heads& heads, std::string_view wanted) {
  std::vector<std::string> names;
  for (const std::string& name : heads.names) names.emplace_back(short_name(name));
  return near_names(wanted, names);
}

Result<Plan> plan_for_head(const Heads& heads) {
  Plan plan;
  if (has(heads, heads.head_target)) {
    plan.head = "ref: " + heads.head_target;
    plan.refspecs = {same_name(heads.head_target)};
    return plan;
  }
  if (heads.head_id.empty())
    return fail(ErrorKind::kNotFound, "the default branch of the repository has no commits",
                near(heads, "main"));
  plan.head = heads.head_id;
  plan.refspecs = {"+HEAD:refs/assay/head"};
  return plan;
}

Result<Plan> plan_for(const Heads& heads, const SubmissionRef& wanted) {
  if (heads.names.empty() && heads.head_id.empty())
    return fail(ErrorKind::kNotFound, "the repository is empty: it has no commits",
                "commit and push something, or check the address");
  if (!wanted.ref || *wanted.ref == "HEAD") {
    ASSAY_TRY(Plan plan, plan_for_head(heads));
    plan.history = wanted.at.has_value();
    return plan;
  }
  const std::string& ref = *wanted.ref;
  const bool whole_id = ref.size() == 40 && is_hex(ref);
  const auto candidates = full_names(ref);
  const auto name = std::find_if(candidates.begin(), candidates.end(),
                                 [&](const std::string& one) { return has(heads, one); });
  if (name != candidates.end() && !whole_id) return Plan{{same_name(*name)}, "ref: " + *name};
  // A server need not give a commit by its id, but it gives all that its names lead to.
  if (is_hex(ref) && ref.size() >= 7 && ref.size() <= 40)
    return Plan{
        {same_name("refs/heads/*"), same_name("refs/tags/*")}, "ref: refs/heads/main", true};
  return fail(ErrorKind::kNotFound, "there is no branch, tag or commit " + in_quotes(ref),
              near(heads, ref));
}

int fetch(git_remote* remote, Plan& plan, Session& session) {
  git_fetch_options options{};
  git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
  set_callbacks(options, session);
  options.prune = GIT_FETCH_NO_PRUNE;
  options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
  options.update_fetchhead = 0;
#if LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= 7
  if (!plan.history) options.depth = 1;
#endif
  std::vector<char*> texts;
  for (std::string& refspec : plan.refspecs) texts.push_back(refspec.data());
  const git_strarray refspecs = {texts.data(), texts.size()};
  return git_remote_fetch(remote, &refspecs, &options, nullptr);
}

Status write_head(const fs::path& repository, const std::string& head) {
  std::ofstream stream(repository / "HEAD", std::ios::trunc);
  stream << head << "\n";
  if (!stream.flush()) return fail("write the HEAD of the fetched repository");
  return {};
}

Result<Repository> make_repository(const fs::path& path) {
  git_repository* repository = nullptr;
  git_repository_init_options options{};
  git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
  options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR;
  if (git_repository_init_ext(&repository, path.c_str(), &options) != 0)
    return fail("make a repository to fetch into: " + libgit2_message());
  return Repository(repository);
}

}  // namespace

Result<Fetched> fetch_remote(const Request& request, const AskPassword& ask) {
  ASSAY_CHECK(start_libgit2());
  if (!request.ca_file.empty() &&
      git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, request.ca_file.c_str(), nullptr) != 0)
    return fail("use the authorities in " + in_quotes(request.ca_file) + ": " + libgit2_message(),
                "it must be a file of certificates in PEM form");
  Fetched fetched{fs::path(request.scratch) / "fetched.git", {}};
  ASSAY_TRY(const Repository repository, make_repository(fetched.repository));
  git_remote* raw = nullptr;
  if (git_remote_create_anonymous(&raw, repository.get(), request.locator.url.c_str()) != 0)
    return fail(ErrorKind::kUsage, "the address " + in_quotes(request.locator.origin) +
                                       " cannot be used: " + libgit2_message());
  const Remote remote(raw);
  Session session{request, ask};
  git_remote_connect_options options{};
  git_remote_connect_options_init(&options, GIT_REMOTE_CONNECT_OPTIONS_VERSION);
  set_callbacks(options, session);
  int error = git_remote_connect_ext(remote.get(), GIT_DIRECTION_FETCH, &options);
  if (!session.too_large.empty()) return rejected(session);
  if (error != 0) return explain(error, session);
  ASSAY_TRY(const Heads heads, list_heads(remote.get(), session));
  ASSAY_TRY(Plan plan, plan_for(heads, request.ref));
  error = fetch(remote.get(), plan, session);
  if (!session.too_large.empty()) return rejected(session);
  if (error != 0) return explain(error, session);
  ASSAY_CHECK(write_head(fetched.repository, plan.head));
  return fetched;
}

}  // namespace assay::source
