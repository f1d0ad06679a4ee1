// Where the names come from, besides what people call things:
//
//   GitHub Classroom's roster   identifier, github_username, github_id, name, group_name
//   its grades (CSV and API)    assignment_name, assignment_url, starter_code_url, github_username,
//                               roster_identifier, student_repository_name, student_repository_url,
//                               submission_timestamp, points_awarded, points_available, group_name
//   Greenhouse's spreadsheets   First Name, Last Name, Email, Source (of the candidate) ...
//   Google Forms                Timestamp, Email Address, and the questions as they were worded
//
// `name` of Classroom's roster is often empty and `roster_identifier` of its grades may be, so the
// identifier comes before the one and the user name before the other; `source` comes after all
// else that names a repository, since to a hiring tool it is where a candidate was found.
#include "roster/columns.h"

#include <map>
#include <utility>
#include <vector>

namespace assay::roster {
namespace {

using Names = std::vector<std::pair<Role, std::vector<std::string_view>>>;

const Names& names() {
  static const Names known = {
      {Role::kCandidate,
       {"candidate", "candidatename", "applicant", "applicantname", "student", "studentname",
        "identifier", "name", "fullname", "yourname", "yourfullname"}},
      {Role::kFirstName, {"firstname", "givenname", "forename"}},
      {Role::kLastName, {"lastname", "surname", "familyname"}},
      {Role::kLogin,
       {"githubusername", "githubuser", "githublogin", "githubhandle", "yourgithubusername",
        "gitlabusername", "username", "user", "login", "rosteridentifier", "emailaddress",
        "email"}},
      {Role::kRepository,
       {"repository",
        "repositoryurl",
        "repo",
        "repourl",
        "studentrepositoryurl",
        "githubrepository",
        "githubrepositoryurl",
        "githubrepo",
        "githubrepourl",
        "gitlabrepository",
        "repositorylink",
        "repolink",
        "linktorepository",
        "linktoyourrepository",
        "linktogithubrepository",
        "linktoyourgithubrepository",
        "yourrepository",
        "yourgithubrepository",
        "cloneurl",
        "giturl",
        "htmlurl",
        "submissionurl",
        "url",
        "source"}},
      {Role::kRef, {"commit", "commitid", "commitsha", "sha", "tag", "ref", "branch"}},
      {Role::kAt, {"at", "asof"}},
      {Role::kSubdir, {"subdir", "subdirectory", "path", "folder", "directory"}},
      {Role::kExercise, {"exercise", "exerciseid", "exercisename"}},
      {Role::kDeadline, {"deadline", "due", "duedate", "dueat"}},
      {Role::kExtension, {"extension", "extratime"}},
  };
  return known;
}

const std::map<std::string_view, Meaning>& meanings() {
  static const std::map<std::string_view, Meaning> known = [] {
    std::map<std::string_view, Meaning> all;
    for (const auto& [role, synonyms] : names())
      for (std::size_t rank = 0; rank < synonyms.size(); ++rank)
        all.emplace(synonyms[rank], Meaning{role, rank});
    return all;
  }();
  return known;
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (upper || kept) plain += upper ? static_cast<char>(c + 32) : c;
  }
  return plain.empty() ? std::string(name) : plain;
}

Meaning meaning_of(std::string_view name) {
  if (name.find_first_not_of(" \t") == std::string_view::npos) return {Role::kUnnamed, 0};
  const auto at = meanings().find(plain_name(name));
  return at == meanings().end() ? Meaning{} : at->second;
}

}  // namespace assay::roster
